#pragma once

#include "sigv4/digest.h"

namespace countersign {

// DeterministicNonce returns the nonce of RFC 6979, section 3.2, for P-256 and SHA-256: a number
// from 1 to n - 1 that depends on nothing but the private key and the digest.
Digest DeterministicNonce(const Digest& private_key, const Digest& digest);

}  // namespace countersign
