#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/message.h"

namespace countersign {

// kAnotherBody stands for a body of which a case gives nothing but the hash.
inline constexpr std::string_view kAnotherBody = "another body";

// KnownBody returns the body of that SHA-256 (lower-case hex), where it is one that cases send.
std::optional<std::string> KnownBody(std::string_view sha256);

// BodyOf is what is sent with a request: the body of its hash; without one, as many octets as its
// Content-Length calls for. Nothing where the two cannot both be kept, or the body is unknown.
std::optional<std::string> BodyOf(const VerifyMessage::Request& request);

}  // namespace countersign
