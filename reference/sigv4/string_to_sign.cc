#include "sigv4/string_to_sign.h"

#include "sigv4/digest.h"

namespace countersign {

std::string StringToSign(std::string_view amz_date, const CredentialScope& scope,
                         std::string_view canonical_request) {
  std::string out;
  out.reserve(192);
  //= string-to-sign/four-lines
  //= algorithm/hmac-sha256
  out += kAlgorithm;
  out += '\n';
  out += amz_date;
  out += '\n';
  out += ScopeText(scope);
  out += '\n';
  AppendHex(Sha256(canonical_request), out);
  return out;
}

}  // namespace countersign
