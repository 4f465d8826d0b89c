#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace countersign {

struct XmlElement {
  std::string name;
  std::string text;  // octets
};

// ErrorDocument is S3's error body. `details` come between Message and RequestId, in their order.
struct ErrorDocument {
  std::string code;
  std::string message;
  std::vector<XmlElement> details;
};

// ErrorXml writes the document. Octets that XML cannot hold, escaped or not, become U+FFFD: what
// they were is in the …Bytes elements.
std::string ErrorXml(const ErrorDocument& document, std::string_view request_id,
                     std::string_view host_id);

// HexPairs writes octets as S3's …Bytes elements do: "47 45 54".
std::string HexPairs(std::string_view octets);

}  // namespace countersign
