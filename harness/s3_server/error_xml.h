#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace countersign {

struct XmlElement {
  std::string name;
  std::string text;  // any bytes
};

// ErrorDocument is S3's error body. `details` come between Message and RequestId, in this order.
struct ErrorDocument {
  std::string code;
  std::string message;
  std::vector<XmlElement> details;
};

// ErrorXml writes the document. Bytes that XML cannot hold, even escaped, become U+FFFD; the …Bytes
// elements have the original ones.
std::string ErrorXml(const ErrorDocument& document, std::string_view request_id,
                     std::string_view host_id);

// HexPairs writes bytes as S3's …Bytes elements do: "47 45 54".
std::string HexPairs(std::string_view bytes);

}  // namespace countersign
