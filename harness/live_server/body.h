#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/message.h"

namespace countersign {

// kAnotherBody is sent in place of a body of which a case gives only the hash.
inline constexpr std::string_view kAnotherBody = "another body";

// KnownBody returns the body with this SHA-256 (lower-case hex) if it is one that cases send.
std::optional<std::string> KnownBody(std::string_view sha256);

// BodyOf is the body that is sent with a request: its own, the one with its hash or, without a
// hash, as many bytes as its Content-Length says. It returns nullopt if the two contradict each
// other, or if the body is unknown.
std::optional<std::string> BodyOf(const VerifyMessage::Request& request);

// IsAboutBody tells whether a case is about its body, which servers look at after authentication: a
// refusal of the body is then a refusal.
bool IsAboutBody(const VerifyMessage& message);

}  // namespace countersign
