#pragma once

#include <string_view>

#include "sigv4/query_string.h"
#include "sigv4/rejection.h"

namespace countersign {

// AuthenticationParameters are the query parameters that make a URL a presigned one. Each points to
// its first occurrence; nullptr where it is absent.
struct AuthenticationParameters {
  const QueryParameter* algorithm = nullptr;
  const QueryParameter* credential = nullptr;
  const QueryParameter* date = nullptr;
  const QueryParameter* expires = nullptr;
  const QueryParameter* signed_headers = nullptr;
  const QueryParameter* signature = nullptr;
  const QueryParameter* security_token = nullptr;
  const QueryParameter* s3session_token = nullptr;
  std::string_view repeated;  // the name of one that occurs again; empty where none does
};

AuthenticationParameters FindAuthenticationParameters(const QueryString& query);

// IsAuthenticationParameter tells whether a decoded name is one of the above.
bool IsAuthenticationParameter(std::string_view name);

Refusal CheckAlgorithm(const AuthenticationParameters& given);
Refusal CheckCompleteness(const AuthenticationParameters& given);

}  // namespace countersign
