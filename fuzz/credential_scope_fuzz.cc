// Property: a credential has five parts, which join to the same text again. The checks of its scope
// are made in the right order.
//
// Input, one line each: X-Amz-Credential (decoded), the endpoint's service, its region, X-Amz-Date.
#include <optional>
#include <string>
#include <string_view>

#include "engine/take_line.h"
#include "engine/target.h"
#include "oracle/calendar.h"
#include "sigv4/credential_scope.h"

namespace countersign::fuzz {
namespace {

struct Endpoint {
  std::string_view service;
  std::string_view region;
};

std::size_t Slashes(std::string_view text) {
  std::size_t slashes = 0;
  for (const char c : text) slashes += c == '/' ? 1 : 0;
  return slashes;
}

std::string Joined(const CredentialParameter& credential) {
  std::string text(credential.access_key_id);
  for (const std::string_view part : {credential.scope.date, credential.scope.region,
                                      credential.scope.service, credential.terminator}) {
    text.append("/").append(part);
  }
  return text;
}

void CheckPrinting(const CredentialParameter& credential, std::string_view text) {
  const auto details = [&] { return Shown(text); };
  for (const std::string_view part :
       {credential.access_key_id, credential.scope.date, credential.scope.region,
        credential.scope.service, credential.terminator}) {
    Require(IsWithin(part, text), "parts-lie-inside-the-credential", details);
  }
  Require(Joined(credential) == text, "parts-join-to-the-credential", details);
  const std::string scope = ScopeText(credential.scope);
  const bool usual = credential.terminator == "aws4_request";
  const std::string_view behind_key = text.substr(credential.access_key_id.size() + 1);
  Require((scope == behind_key) == usual, "scope-text-is-behind-the-key", details);
  const std::string printed = std::string(credential.access_key_id) + "/" + scope;
  const Result<CredentialParameter> again = ParseCredential(printed, SigningAlgorithm::kHmacSha256);
  Require(again.ok() && Joined(again.value()) == printed, "parse-after-print", details);
}

// The first rule that refuses: terminator, service, date, region.
std::optional<Rule> ExpectedRefusal(const CredentialParameter& credential,
                                    const Endpoint& endpoint) {
  if (credential.terminator != "aws4_request") return Rule::kTerminator;
  if (credential.scope.service != endpoint.service) return Rule::kService;
  if (!SecondsAt(credential.scope.date, kScopeDatePicture)) return Rule::kScopeDateFormat;
  if (credential.scope.region != endpoint.region) return Rule::kRegion;
  return std::nullopt;
}

std::optional<Rule> RuleOf(const Refusal& refusal) {
  if (!refusal) return std::nullopt;
  return refusal->rule;
}

void CheckChecks(const CredentialParameter& credential, const Endpoint& endpoint,
                 std::string_view amz_date) {
  const auto details = [&] {
    return Shown(Joined(credential)) + " checked at " + Shown(endpoint.service) + " in " +
           Shown(endpoint.region) + ", dated " + Shown(amz_date);
  };
  const Refusal refusal = CheckScope(credential, endpoint.service, endpoint.region);
  Require(RuleOf(refusal) == ExpectedRefusal(credential, endpoint), "scope-refused-by-its-rule",
          details);
  const Refusal date = CheckScopeDate(credential.scope, amz_date);
  const bool same_day = credential.scope.date == amz_date.substr(0, 8);
  Require(same_day == !date && (!date || date->rule == Rule::kScopeDateIsDatesDay),
          "scope-date-is-the-day-of-signing", details);
  // An endpoint of the same service and region never refuses either of them.
  const auto own =
      RuleOf(CheckScope(credential, credential.scope.service, credential.scope.region));
  Require(own != Rule::kService && own != Rule::kRegion, "scope-fits-its-own-endpoint", details);
}

}  // namespace

Taken Execute(Input input) {
  const std::string_view text = TakeLine(input);
  const std::string_view service = TakeLine(input);
  const std::string_view region = TakeLine(input);
  const std::string_view amz_date = TakeLine(input);
  const Result<CredentialParameter> credential =
      ParseCredential(text, SigningAlgorithm::kHmacSha256);
  const auto details = [&] { return Shown(text); };
  Require(credential.ok() == (Slashes(text) == 4), "a-credential-has-five-parts", details);
  if (!credential.ok()) {
    Require(credential.rejection().rule == Rule::kCredentialFiveParts,
            "parts-are-counted-by-their-rule", details);
    return Taken::kKept;
  }
  CheckPrinting(credential.value(), text);
  CheckChecks(credential.value(), {service, region}, amz_date);
  return Taken::kKept;
}

}  // namespace countersign::fuzz
