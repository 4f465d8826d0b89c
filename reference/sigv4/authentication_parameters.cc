// The query parameters of a presigned URL, found by name, and two checks: the algorithm, and that
// each required parameter is there once. Steps "target", "algorithm" and "completeness" of
// verify.cc.

#include "sigv4/authentication_parameters.h"

#include <algorithm>
#include <string>

namespace countersign {
namespace {

struct ParameterRow {
  std::string_view name;
  const QueryParameter* AuthenticationParameters::*first;
};

// It is not known whether AWS accepts the names in another case; its documents always print these.
//= parameters/names-case-sensitive
constexpr ParameterRow kParameters[] = {
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
    const std::string name = DecodedName(parameter);
    for (const ParameterRow& row : kParameters) {
      if (name != row.name) continue;
      if (given.*row.first == nullptr) {
        given.*row.first = &parameter;
      } else {
        given.repeated = row.name;
      }
      break;
    }
  }
  return given;
}

bool IsAuthenticationParameter(std::string_view name) {
  return std::any_of(std::begin(kParameters), std::end(kParameters),
                     [&](const ParameterRow& row) { return row.name == name; });
}

Result<SigningAlgorithm> AlgorithmOf(const AuthenticationParameters& given,
                                     std::string_view service) {
  if (given.algorithm == nullptr) return SigningAlgorithm::kHmacSha256;
  // Case matters: in another case it is another algorithm.
  //= algorithm/only-hmac-sha256
  //= algorithm/case-sensitive
  const auto algorithm = ReadAlgorithm(DecodedValue(*given.algorithm));
  if (!algorithm) {
    return Rejection{
        Rule::kAlgorithm,
        "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\""};
  }
  if (!Supports(service, *algorithm)) {
    return Rejection{Rule::kSigV4AUnsupported,
                     "The provided request is signed with an unsupported STS Token version or the "
                     "signature version is not supported."};
  }
  return *algorithm;
}

Refusal CheckCompleteness(const AuthenticationParameters& given) {
  // An empty value counts as present. The step that reads it judges it, as AWS is known to do for
  // X-Amz-SignedHeaders; so an empty signature is one that does not match.
  //= parameters/all-six-required
  //= parameters/empty-signature
  if (given.algorithm == nullptr || given.credential == nullptr || given.date == nullptr ||
      given.expires == nullptr || given.signed_headers == nullptr || given.signature == nullptr) {
    return Rejection{Rule::kAllSixRequired,
                     "Query-string authentication version 4 requires the X-Amz-Algorithm, "
                     "X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and "
                     "X-Amz-Expires parameters."};
  }
  // AWS's answer is not known. If a name has two values, two readers may use different ones, which
  // an attacker can exploit; so refuse.
  //= parameters/given-once
  if (!given.repeated.empty()) {
    return Rejection{Rule::kGivenOnce,
                     "The parameter " + std::string(given.repeated) + " was given more than once."};
  }
  return std::nullopt;
}

}  // namespace countersign
