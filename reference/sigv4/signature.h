#pragma once

#include <functional>
#include <string_view>

#include "sigv4/access_key_pair.h"
#include "sigv4/algorithm.h"
#include "sigv4/canonical_request.h"
#include "sigv4/credential_scope.h"
#include "sigv4/derivation.h"

namespace countersign {

// Derive computes a request's signature and returns every stage: canonical request, string to sign,
// signature. Signer and verifier share it. amz_date is X-Amz-Date, decoded.
Derivation Derive(const CanonicalRequestParts& parts, std::string_view amz_date,
                  const CredentialScope& scope, const AccessKeyPair& key);

// SignatureMatches tells whether `given` is a right signature of the derivation: for HMAC the one
// that was derived, for ECDSA any that the public key verifies.
bool SignatureMatches(std::string_view given, const Derivation& derived, SigningAlgorithm algorithm,
                      const AccessKeyPair& key);

// DeriveStep is Derive as a step of Presign and Verify. A mutant replaces it by its own.
using DeriveStep =
    std::function<Derivation(const CanonicalRequestParts& parts, std::string_view amz_date,
                             const CredentialScope& scope, const AccessKeyPair& key)>;

}  // namespace countersign
