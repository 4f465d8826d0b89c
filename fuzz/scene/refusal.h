#pragma once

#include <optional>
#include <string>

#include "protocol/message.h"

namespace countersign::fuzz {

// IsWrongEndpoint tells whether a request was refused because it arrived at the wrong endpoint.
inline bool IsWrongEndpoint(const RejectAnswer& refusal) {
  return refusal.rejection_class == "wrong-endpoint";
}

// IsAfterTheSignature tells whether a request was refused although its signature is right: because
// of a policy or of the body.
inline bool IsAfterTheSignature(const std::optional<std::string>& rejection_class) {
  return rejection_class == "access-denied" || rejection_class == "payload-mismatch" ||
         rejection_class == "bad-digest" || rejection_class == "invalid-digest";
}

}  // namespace countersign::fuzz
