// The credential scope, day/region/service, as text and as part of X-Amz-Credential. verify.cc
// reads and checks it; the string to sign and the signing key contain it.

#include "sigv4/credential_scope.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>

#include "sigv4/join.h"
#include "sigv4/timestamp.h"

namespace countersign {
namespace {

Rejection Refuse(Rule rule, const std::string& reason) {
  return {rule, "Error parsing the X-Amz-Credential parameter; " + reason};
}

std::string Quoted(std::string_view text, char mark = '"') {
  std::string quoted(1, mark);
  quoted += text;
  quoted += mark;
  return quoted;
}

// SplitAtSlashes returns nullopt if the text does not have exactly N parts.
template <std::size_t N>
std::optional<std::array<std::string_view, N>> SplitAtSlashes(std::string_view text) {
  if (std::count(text.begin(), text.end(), '/') != N - 1) return std::nullopt;
  std::array<std::string_view, N> parts;
  for (std::string_view& part : parts) {
    part = text.substr(0, text.find('/'));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
  }
  return parts;
}

// The text was decoded once: slashes may have been sent raw or as %2F, but not as %252F.
Result<CredentialParameter> ParseFiveParts(std::string_view text) {
  //= credential/five-parts
  //= credential/raw-slashes
  const auto parts = SplitAtSlashes<5>(text);
  if (!parts) {
    return Refuse(Rule::kCredentialFiveParts,
                  "the Credential is mal-formed; expecting "
                  "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
  }
  const auto& [id, date, region, service, terminator] = *parts;
  return CredentialParameter{id, {date, region, service}, terminator};
}

Result<CredentialParameter> ParseFourParts(std::string_view text) {
  //= sigv4a/credential-without-region
  const auto parts = SplitAtSlashes<4>(text);
  if (!parts) {
    return Refuse(Rule::kCredentialFourParts,
                  "the Credential is mal-formed; expecting "
                  "\"<YOUR-AKID>/YYYYMMDD/SERVICE/aws4_request\".");
  }
  const auto& [id, date, service, terminator] = *parts;
  return CredentialParameter{
      id, {date, {}, service, SigningAlgorithm::kEcdsaP256Sha256}, terminator};
}

}  // namespace

std::string ScopeText(const CredentialScope& scope) {
  //= sigv4a/credential-without-region
  if (scope.algorithm == SigningAlgorithm::kEcdsaP256Sha256) {
    return Join({scope.date, scope.service, kScopeTerminator}, "/");
  }
  return Join({scope.date, scope.region, scope.service, kScopeTerminator}, "/");
}

Result<CredentialParameter> ParseCredential(std::string_view text, SigningAlgorithm algorithm) {
  return algorithm == SigningAlgorithm::kEcdsaP256Sha256 ? ParseFourParts(text)
                                                         : ParseFiveParts(text);
}

Refusal CheckScope(const CredentialParameter& credential, std::string_view service,
                   std::string_view region) {
  const CredentialScope& scope = credential.scope;
  //= credential/terminator
  if (credential.terminator != kScopeTerminator) {
    return Refuse(Rule::kTerminator, "incorrect terminal " + Quoted(credential.terminator) +
                                         ". This endpoint uses \"aws4_request\".");
  }
  //= credential/service
  if (scope.service != service) {
    return Refuse(Rule::kService, "incorrect service " + Quoted(scope.service) +
                                      ". This endpoint belongs to " + Quoted(service) + ".");
  }
  //= credential/scope-date-format
  if (!IsScopeDate(scope.date)) {
    return Refuse(Rule::kScopeDateFormat,
                  "incorrect date format " + Quoted(scope.date) +
                      ". This date in the credential must be in the format \"yyyyMMdd\".");
  }
  if (scope.algorithm == SigningAlgorithm::kEcdsaP256Sha256) return std::nullopt;
  //= credential/region
  if (scope.region != region) {
    return Refuse(Rule::kRegion, "the region " + Quoted(scope.region, '\'') +
                                     " is wrong; expecting " + Quoted(region, '\''));
  }
  return std::nullopt;
}

Refusal CheckScopeDate(const CredentialScope& scope, std::string_view amz_date) {
  // Compared with the day of signing, not with the day of the request: a URL may be used after
  // midnight.
  //= credential/scope-date-is-dates-day
  //= credential/signing-day-stays
  const std::string_view day = amz_date.substr(0, 8);
  if (scope.date == day) return std::nullopt;
  return Rejection{Rule::kScopeDateIsDatesDay,
                   "Invalid credential date " + Quoted(scope.date) +
                       ". This date is not the same as X-Amz-Date: " + Quoted(day) + "."};
}

}  // namespace countersign
