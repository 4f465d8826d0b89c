#pragma once

#include <string>
#include <string_view>

#include "sigv4/rejection.h"
#include "sigv4/result.h"

namespace countersign {

// CredentialScope is what a signing key is good for: a day, a region, a service.
struct CredentialScope {
  std::string_view date;  // yyyyMMdd
  std::string_view region;
  std::string_view service;
};

// kScopeTerminator ends every scope.
inline constexpr std::string_view kScopeTerminator = "aws4_request";

// ScopeText is the third line of the string to sign: `20130524/us-east-1/s3/aws4_request`.
std::string ScopeText(const CredentialScope& scope);

// CredentialParameter is X-Amz-Credential taken apart.
struct CredentialParameter {
  std::string_view access_key_id;
  CredentialScope scope;
  std::string_view terminator;
};

// ParseCredential takes the decoded value apart; the views point into it.
Result<CredentialParameter> ParseCredential(std::string_view text);

// CheckScope compares the scope with the endpoint that was asked.
Refusal CheckScope(const CredentialParameter& credential, std::string_view service,
                   std::string_view region);

// CheckScopeDate compares the scope's date with X-Amz-Date, as given (yyyyMMdd'T'HHmmss'Z').
Refusal CheckScopeDate(const CredentialScope& scope, std::string_view amz_date);

}  // namespace countersign
