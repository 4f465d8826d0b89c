#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace countersign {

// ReceivedError is what an S3 error document says.
struct ReceivedError {
  std::string code;
  std::optional<std::string> message;
  std::optional<std::string> canonical_request;  // with SignatureDoesNotMatch
  std::optional<std::string> string_to_sign;
};

// ParseErrorDocument reads `<Error><Code>…</Code>…</Error>`. It returns nullopt if the body is not
// such a document or has no code: elements must be balanced, and nothing may follow them.
std::optional<ReceivedError> ParseErrorDocument(std::string_view body);

}  // namespace countersign
