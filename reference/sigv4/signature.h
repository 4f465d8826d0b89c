#pragma once

#include <functional>
#include <string_view>

#include "sigv4/canonical_request.h"
#include "sigv4/credential_scope.h"
#include "sigv4/derivation.h"

namespace countersign {

// Derive computes a request's signature and returns every stage: canonical request, string to sign,
// signature. Signer and verifier share it. amz_date is X-Amz-Date, decoded; secret is the secret
// access key, raw bytes.
Derivation Derive(const CanonicalRequestParts& parts, std::string_view amz_date,
                  const CredentialScope& scope, std::string_view secret);

// DeriveStep is Derive as a step of Presign and Verify. A mutant replaces it by its own.
using DeriveStep =
    std::function<Derivation(const CanonicalRequestParts& parts, std::string_view amz_date,
                             const CredentialScope& scope, std::string_view secret)>;

}  // namespace countersign
