#pragma once

#include <optional>

#include "sigv4/access_key_pair.h"
#include "sigv4/digest.h"

namespace countersign {

// DeriveSigV4AKey returns the private key that SigV4A derives from an access key: 32 bytes, a
// number from 1 to n - 1 of P-256. It depends on no day, region or service. nullopt if none of 254
// candidates will do, which nobody has ever seen: the chance is 2 to the power of -8128.
std::optional<Digest> DeriveSigV4AKey(const AccessKeyPair& key);

}  // namespace countersign
