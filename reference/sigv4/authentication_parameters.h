#pragma once

#include <string_view>

#include "sigv4/algorithm.h"
#include "sigv4/query_string.h"
#include "sigv4/rejection.h"
#include "sigv4/result.h"

namespace countersign {

// AuthenticationParameters are the query parameters that make a URL a presigned one. Each points to
// its first occurrence; nullptr if it is absent.
struct AuthenticationParameters {
  const QueryParameter* algorithm = nullptr;
  const QueryParameter* credential = nullptr;
  const QueryParameter* date = nullptr;
  const QueryParameter* expires = nullptr;
  const QueryParameter* signed_headers = nullptr;
  const QueryParameter* signature = nullptr;
  const QueryParameter* security_token = nullptr;
  const QueryParameter* s3session_token = nullptr;
  std::string_view repeated;  // a name that occurs more than once; empty if none does
};

AuthenticationParameters FindAuthenticationParameters(const QueryString& query);

// IsAuthenticationParameter tells whether a decoded name is one of the above.
bool IsAuthenticationParameter(std::string_view name);

// AlgorithmOf reads X-Amz-Algorithm, and refuses one that S3 does not have or that the service does
// not accept. If it is absent, the algorithm is AWS4-HMAC-SHA256; CheckCompleteness refuses that.
Result<SigningAlgorithm> AlgorithmOf(const AuthenticationParameters& given,
                                     std::string_view service);

// CheckCompleteness refuses a request that lacks one of the six required parameters, or that
// repeats one of the above.
Refusal CheckCompleteness(const AuthenticationParameters& given);

}  // namespace countersign
