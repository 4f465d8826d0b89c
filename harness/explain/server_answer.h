#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace countersign {

// ServerAnswer is what an S3 error document tells. Absent: it has no such element.
struct ServerAnswer {
  std::optional<std::string> code;
  std::optional<std::string> message;
  std::optional<std::string> canonical_request;
  std::optional<std::string> string_to_sign;
  std::optional<std::string> signature_provided;
};

// ReadServerAnswer finds the elements in XML text, wherever they stand. Of CanonicalRequest and
// StringToSign, the forms in hex octets are preferred: XML cannot hold every octet.
ServerAnswer ReadServerAnswer(std::string_view xml);

}  // namespace countersign
