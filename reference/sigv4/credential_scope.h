#pragma once

#include <string>
#include <string_view>

#include "sigv4/algorithm.h"
#include "sigv4/rejection.h"
#include "sigv4/result.h"

namespace countersign {

// CredentialScope is what a signature is for: a day, a region and a service. SigV4A names no region
// here: its regions are in X-Amz-Region-Set.
struct CredentialScope {
  std::string_view date;    // yyyyMMdd
  std::string_view region;  // empty for kEcdsaP256Sha256
  std::string_view service;
  SigningAlgorithm algorithm = SigningAlgorithm::kHmacSha256;
};

// kScopeTerminator ends every scope.
inline constexpr std::string_view kScopeTerminator = "aws4_request";

// ScopeText is the third line of the string to sign: `20130524/us-east-1/s3/aws4_request`, or for
// SigV4A `20130524/s3/aws4_request`.
std::string ScopeText(const CredentialScope& scope);

// CredentialParameter is X-Amz-Credential split into its parts.
struct CredentialParameter {
  std::string_view access_key_id;
  CredentialScope scope;
  std::string_view terminator;
};

// ParseCredential splits the decoded value into its five parts, or into four for SigV4A; the views
// point into it.
Result<CredentialParameter> ParseCredential(std::string_view text, SigningAlgorithm algorithm);

// CheckScope refuses a scope that names another service or region than the endpoint's, or no day.
// A scope of SigV4A has no region to check.
Refusal CheckScope(const CredentialParameter& credential, std::string_view service,
                   std::string_view region);

// CheckScopeDate refuses a scope whose date is not the day of X-Amz-Date, which is
// yyyyMMdd'T'HHmmss'Z'.
Refusal CheckScopeDate(const CredentialScope& scope, std::string_view amz_date);

}  // namespace countersign
