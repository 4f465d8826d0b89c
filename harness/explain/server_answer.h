#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace countersign {

// ServerAnswer has the elements of an S3 error document. A missing element is absent.
struct ServerAnswer {
  std::optional<std::string> code;
  std::optional<std::string> message;
  std::optional<std::string> canonical_request;
  std::optional<std::string> string_to_sign;
  std::optional<std::string> signature_provided;
};

// ReadServerAnswer finds the elements anywhere in XML text. For CanonicalRequest and StringToSign
// it prefers CanonicalRequestBytes and StringToSignBytes (hex), because XML cannot hold every byte.
ServerAnswer ReadServerAnswer(std::string_view xml);

}  // namespace countersign
