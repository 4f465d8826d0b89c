#pragma once

#include <string>
#include <string_view>

#include "sigv4/rejection.h"
#include "sigv4/result.h"

namespace countersign {

// CredentialScope is what a signing key may sign for: a day, a region and a service.
struct CredentialScope {
  std::string_view date;  // yyyyMMdd
  std::string_view region;
  std::string_view service;
};

// kScopeTerminator ends every scope.
inline constexpr std::string_view kScopeTerminator = "aws4_request";

// ScopeText is the third line of the string to sign: `20130524/us-east-1/s3/aws4_request`.
std::string ScopeText(const CredentialScope& scope);

// CredentialParameter is X-Amz-Credential split into its parts.
struct CredentialParameter {
  std::string_view access_key_id;
  CredentialScope scope;
  std::string_view terminator;
};

// ParseCredential splits the decoded value; the views point into it.
Result<CredentialParameter> ParseCredential(std::string_view text);

// CheckScope refuses a scope that names another service or region than the endpoint's, or no day.
Refusal CheckScope(const CredentialParameter& credential, std::string_view service,
                   std::string_view region);

// CheckScopeDate refuses a scope whose date is not the day of X-Amz-Date, which is
// yyyyMMdd'T'HHmmss'Z'.
Refusal CheckScopeDate(const CredentialScope& scope, std::string_view amz_date);

}  // namespace countersign
