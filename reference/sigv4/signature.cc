// A signature from its parts, stage by stage, and whether a given signature is right. The algorithm
// of the scope decides how: HMAC-SHA-256 (signing_key.cc) or ECDSA (sigv4a_signature.cc).

#include "sigv4/signature.h"

#include "sigv4/digest.h"
#include "sigv4/signing_key.h"
#include "sigv4/sigv4a_signature.h"
#include "sigv4/string_to_sign.h"

namespace countersign {
namespace {

std::string SignatureWith(const AccessKeyPair& key, const CredentialScope& scope,
                          std::string_view string_to_sign) {
  switch (scope.algorithm) {
    case SigningAlgorithm::kHmacSha256:
      return SignatureOf(key.secret_access_key, scope, string_to_sign);
    case SigningAlgorithm::kEcdsaP256Sha256: return SigV4ASignatureOf(key, string_to_sign);
  }
  return {};
}

}  // namespace

Derivation Derive(const CanonicalRequestParts& parts, std::string_view amz_date,
                  const CredentialScope& scope, const AccessKeyPair& key) {
  Derivation derivation;
  derivation.canonical_request = CanonicalRequest(parts);
  derivation.string_to_sign = StringToSign(amz_date, scope, derivation.canonical_request);
  derivation.signature = SignatureWith(key, scope, derivation.string_to_sign);
  return derivation;
}

bool SignatureMatches(std::string_view given, const Derivation& derived, SigningAlgorithm algorithm,
                      const AccessKeyPair& key) {
  switch (algorithm) {
    case SigningAlgorithm::kHmacSha256: return ConstantTimeEquals(given, derived.signature);
    case SigningAlgorithm::kEcdsaP256Sha256:
      return SigV4ASignatureMatches(key, derived.string_to_sign, given);
  }
  return false;
}

}  // namespace countersign
