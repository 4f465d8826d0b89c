#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "live_server/http_response.h"
#include "protocol/message.h"

namespace countersign {

// Outcome is what a server's response says about the request's authentication.
enum class Outcome {
  kAccepted,        // done, or stopped by a check after authentication (NoSuchKey)
  kRejected,        // by authentication, or by a check that may come before or after it
  kUnclear,         // rejected with a code that is not of authentication: it may come after it
  kNotImplemented,  // says nothing about authentication
  kBroken,          // the server, or a proxy in front of it, is out of order
};

Outcome OutcomeOf(const HttpResponse& response);
// OutcomeOf by status and code; `code` is absent if there was no S3 error document.
Outcome OutcomeOf(int status, const std::optional<std::string>& code);

// IsOfTheOperation tells whether the error's code is about what is asked, not about who asks:
// NoSuchBucket. It may come before or after authentication.
bool IsOfTheOperation(const HttpResponse& response);

// IsOfAProxy tells whether a proxy says that the server behind it does not answer: 502, 503 or 504
// without an S3 error document. (A busy server that answers 503 has one.)
bool IsOfAProxy(const HttpResponse& response);

// RejectOf is the response as a reject, whatever its status. The answer to HEAD has no code.
RejectAnswer RejectOf(const HttpResponse& response, std::string_view method);

// Succeeded tells whether the operation was done, not only authenticated.
bool Succeeded(const HttpResponse& response);

// Describe is the response in one line, for people.
std::string Describe(const HttpResponse& response);

// AnswerOf is the response as an answer of the adapter protocol. A kUnclear one is a reject.
Answer AnswerOf(const HttpResponse& response, std::string_view method);

}  // namespace countersign
