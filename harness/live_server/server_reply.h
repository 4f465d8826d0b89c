#pragma once

#include <optional>
#include <string>

#include "live_server/http_response.h"
#include "protocol/message.h"

namespace countersign {

// ServerReply is what a live server said to a case: the answer as it was read, and the responses.
struct ServerReply {
  Answer answer;
  // Absent if there was no whole response, or if the case takes several requests.
  std::optional<HttpResponse> response = std::nullopt;
  // The response to the same request with a wrong signature, if it was asked to understand the
  // first.
  std::optional<HttpResponse> to_wrong_signature = std::nullopt;
};

// A fault whose message begins so means that the server ended the connection without a whole
// response.
inline const std::string kNoWholeResponse = "no whole response from the endpoint: ";
// One whose message begins so means that a proxy answered, and the server behind it did not.
inline const std::string kOfAProxy = "no answer of a server behind the endpoint's proxy: ";

}  // namespace countersign
