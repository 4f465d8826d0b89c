#include "sigv4/authentication_parameters.h"

#include <algorithm>
#include <string>

#include "sigv4/string_to_sign.h"

namespace countersign {
namespace {

struct Slot {
  std::string_view name;
  const QueryParameter* AuthenticationParameters::*first;
};

// Whether AWS takes the names in another case is not known; its documents always print this one.
//= parameters/names-case-sensitive
constexpr Slot kSlots[] = {
    {"X-Amz-Algorithm", &AuthenticationParameters::algorithm},
    {"X-Amz-Credential", &AuthenticationParameters::credential},
    {"X-Amz-Date", &AuthenticationParameters::date},
    {"X-Amz-Expires", &AuthenticationParameters::expires},
    {"X-Amz-SignedHeaders", &AuthenticationParameters::signed_headers},
    {"X-Amz-Signature", &AuthenticationParameters::signature},
    {"X-Amz-Security-Token", &AuthenticationParameters::security_token},
    {"X-Amz-S3session-Token", &AuthenticationParameters::s3session_token},
};

}  // namespace

AuthenticationParameters FindAuthenticationParameters(const QueryString& query) {
  AuthenticationParameters given;
  for (const QueryParameter& parameter : query.parameters) {
    for (const Slot& slot : kSlots) {
      if (!NameIs(parameter, slot.name)) continue;
      if (given.*slot.first == nullptr) {
        given.*slot.first = &parameter;
      } else {
        given.repeated = slot.name;
      }
      break;
    }
  }
  return given;
}

bool IsAuthenticationParameter(std::string_view name) {
  return std::any_of(std::begin(kSlots), std::end(kSlots),
                     [&](const Slot& slot) { return slot.name == name; });
}

Refusal CheckAlgorithm(const AuthenticationParameters& given) {
  if (given.algorithm == nullptr) return std::nullopt;
  // Octet for octet: in another case it is another algorithm.
  //= algorithm/only-hmac-sha256
  //= algorithm/case-sensitive
  if (DecodedValue(*given.algorithm) == kAlgorithm) return std::nullopt;
  return Rejection{Rule::kAlgorithm,
                   "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\""};
}

Refusal CheckCompleteness(const AuthenticationParameters& given) {
  // Present is enough here. An empty value is judged by the step that reads it, as AWS is known to
  // do for X-Amz-SignedHeaders; an empty signature then is one that does not match.
  //= parameters/all-six-required
  //= parameters/empty-signature
  if (given.algorithm == nullptr || given.credential == nullptr || given.date == nullptr ||
      given.expires == nullptr || given.signed_headers == nullptr || given.signature == nullptr) {
    return Rejection{Rule::kAllSixRequired,
                     "Query-string authentication version 4 requires the X-Amz-Algorithm, "
                     "X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and "
                     "X-Amz-Expires parameters."};
  }
  // AWS's answer is not known. Two values for one meaning are an attack on whoever reads the other
  // one, so refuse.
  //= parameters/given-once
  if (!given.repeated.empty()) {
    return Rejection{Rule::kGivenOnce,
                     "The parameter " + std::string(given.repeated) + " was given more than once."};
  }
  return std::nullopt;
}

}  // namespace countersign
