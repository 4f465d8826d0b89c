#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace countersign {

// ReceivedError is what S3 says of a refusal, in XML.
struct ReceivedError {
  std::string code;
  std::optional<std::string> message;
  std::optional<std::string> canonical_request;  // with SignatureDoesNotMatch
  std::optional<std::string> string_to_sign;
};

// ParseErrorDocument reads `<Error><Code>…</Code>…</Error>`. Nothing where the body is no such
// document, or names no code: the elements have to be balanced and nothing may follow them.
std::optional<ReceivedError> ParseErrorDocument(std::string_view body);

}  // namespace countersign
