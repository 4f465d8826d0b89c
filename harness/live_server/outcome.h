#pragma once

#include <string>
#include <string_view>

#include "live_server/http_response.h"
#include "protocol/message.h"

namespace countersign {

// Outcome is what a server's response says of the request's authentication.
enum class Outcome {
  kAccepted,   // done, or stopped by something that comes after authentication (NoSuchKey)
  kRejected,   // by authentication, or by something that may come before or after it
  kUnclear,    // rejected with a code that authentication does not have: it may come after it
  kElsewhere,  // not implemented: it says nothing
  kBroken,     // the server, or one before it, is out of order
};

Outcome OutcomeOf(const HttpResponse& response);

// Succeeded tells whether it was done, and not merely let in.
bool Succeeded(const HttpResponse& response);

// Describe is the response in a line, for people.
std::string Describe(const HttpResponse& response);

// AnswerOf puts the response into the protocol's words. A kUnclear one is a reject.
Answer AnswerOf(const HttpResponse& response, std::string_view method);

}  // namespace countersign
