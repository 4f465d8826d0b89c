#pragma once

#include <optional>
#include <string>

#include "protocol/message.h"

namespace countersign::fuzz {

// IsAboutThePlace: refused since the request arrived elsewhere than at its bucket.
inline bool IsAboutThePlace(const RejectAnswer& refusal) {
  return refusal.rejection_class == "wrong-endpoint";
}

// IsAfterTheSignature: refused although the signature is right, for what its signer may not do or
// for the body.
inline bool IsAfterTheSignature(const std::optional<std::string>& rejection_class) {
  return rejection_class == "access-denied" || rejection_class == "payload-mismatch";
}

}  // namespace countersign::fuzz
