#include "sigv4/signature.h"

#include "sigv4/signing_key.h"
#include "sigv4/string_to_sign.h"

namespace countersign {

Derivation Derive(const CanonicalRequestParts& parts, std::string_view amz_date,
                  const CredentialScope& scope, std::string_view secret) {
  Derivation derivation;
  derivation.canonical_request = CanonicalRequest(parts);
  derivation.string_to_sign = StringToSign(amz_date, scope, derivation.canonical_request);
  derivation.signature = SignatureOf(secret, scope, derivation.string_to_sign);
  return derivation;
}

}  // namespace countersign
