// The string to sign: the last text before the signature. Derive (signature.cc) calls it with the
// canonical request, of which only the hash goes in.

#include "sigv4/string_to_sign.h"

#include "sigv4/digest.h"
#include "sigv4/join.h"

namespace countersign {

std::string StringToSign(std::string_view amz_date, const CredentialScope& scope,
                         std::string_view canonical_request) {
  //= string-to-sign/four-lines
  //= algorithm/hmac-sha256
  //= sigv4a/string-to-sign
  return Join(
      {AlgorithmName(scope.algorithm), amz_date, ScopeText(scope), Hex(Sha256(canonical_request))},
      "\n");
}

}  // namespace countersign
