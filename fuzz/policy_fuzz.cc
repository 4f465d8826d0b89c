// Property: a Deny that applies to a request always wins, more Denies never allow, and an
// unreadable policy allows nothing. Neither white space nor the order of statements changes a
// decision.
//
// Input: a line of action, resource, principal and source address, separated by spaces; then a
// policy document, which is read as that of a principal, a bucket, an organization and an endpoint.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/take_line.h"
#include "engine/target.h"
#include "policy/evaluation.h"
#include "policy/wildcard.h"
#include "sigv4/percent_encoding.h"
#include "translation/policy_reader.h"

namespace countersign::fuzz {
namespace {

constexpr std::size_t kLongestAction =
    64;  // bytes; matching takes as many steps for each character of a pattern

AccessRequest ReadRequest(std::string_view line) {
  const auto word = [&line] {
    const std::string_view taken = line.substr(0, line.find(' '));
    line.remove_prefix(std::min(taken.size() + 1, line.size()));
    return std::string(taken);
  };
  AccessRequest request;
  request.action = word();
  request.resource = word();
  request.principal_arn = word();
  const std::string address = word();
  if (!address.empty()) request.context.Add(ConditionKey::kSourceIp, address);
  if (!request.principal_arn.empty()) {
    request.context.Add(ConditionKey::kPrincipalArn, request.principal_arn);
  }
  request.context.Add(ConditionKey::kSecureTransport, "true");
  request.context.Add(ConditionKey::kCurrentTime, "2013-05-24T00:00:00Z");
  request.context.Add(ConditionKey::kEpochTime, "1369353600");
  request.context.Add(ConditionKey::kSignatureAge, "86400000");
  request.context.Add(ConditionKey::kAuthType, "REST-QUERY-STRING");
  request.context.Add(ConditionKey::kSignatureVersion, "AWS4-HMAC-SHA256");
  request.context.Add(ConditionKey::kResourceOrgId, "o-a1b2c3d4e5");
  request.context.Add(ConditionKey::kResourceAccount, "123456789012");
  request.context.AddTag("team", "a*");
  return request;
}

// Attached is the only policy in effect.
struct Attached {
  AttachedTo to;
  PolicyDocument document;
};

// What one policy cannot grant, another one allows, so that the policy alone decides.
Decision Decide(const Attached& attached, const AccessRequest& request) {
  // Without an identity policy everything is allowed.
  static const PolicyDocument kNothing = Policy{};
  PoliciesInForce policies;
  switch (attached.to) {
    case AttachedTo::kPrincipal: policies.identity = &attached.document; break;
    case AttachedTo::kBucket:
      policies.identity = &kNothing;
      policies.bucket = &attached.document;
      break;
    case AttachedTo::kAccounts: policies.service_control = {&attached.document, 1}; break;
    case AttachedTo::kResources: policies.resource_control = {&attached.document, 1}; break;
    case AttachedTo::kEndpoint: policies.endpoint = &attached.document; break;
  }
  return Evaluate(policies, request).decision;
}

// The decision, computed in the simplest way from the statements.
Decision ExpectedDecision(const Policy& policy, AttachedTo to, const AccessRequest& request) {
  // AWS's own resource control policy allows everything beside this one.
  Decision decision = to == AttachedTo::kResources ? Decision::kAllowed : Decision::kNotAllowed;
  for (const Statement& one : policy.statements) {
    if (!Applies(one, request)) continue;
    if (one.effect == Effect::kDeny) return Decision::kExplicitlyDenied;
    if (GrantsDirectly(one, request)) decision = Decision::kAllowed;
  }
  return decision;
}

void CheckMoreDenies(const Attached& attached, const AccessRequest& request, Decision before) {
  for (const Statement& one : std::get<Policy>(attached.document).statements) {
    Attached more = attached;
    Statement deny = one;
    deny.effect = Effect::kDeny;
    const bool applies = Applies(deny, request);
    auto& statements = std::get<Policy>(more.document).statements;
    statements.push_back(std::move(deny));
    const Decision after = Decide(more, request);
    const auto details = [&] { return "a Deny of " + Shown(one.actions.patterns.front()); };
    Require(before == Decision::kAllowed || after != Decision::kAllowed, "a-deny-never-allows",
            details);
    Require(!applies || after == Decision::kExplicitlyDenied, "a-deny-always-wins", details);
    Require(applies || after == before, "a-deny-that-does-not-apply-changes-nothing", details);
  }
}

void CheckOrder(Attached attached, const AccessRequest& request, Decision before) {
  auto& statements = std::get<Policy>(attached.document).statements;
  std::reverse(statements.begin(), statements.end());
  Require(Decide(attached, request) == before, "statements-of-any-order",
          [&] { return std::to_string(statements.size()) + " statements reversed"; });
}

// Spaced puts white space around every JSON token.
std::string Spaced(std::string_view json) {
  std::string spaced;
  spaced.reserve(3 * json.size() + 2);
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const bool structural =
        !in_string && std::string_view("{}[]:,").find(json[i]) != std::string_view::npos;
    if (structural) spaced += "\n";
    spaced += json[i];
    if (structural) spaced += "\t ";
    if (in_string && json[i] == '\\' && i + 1 < json.size()) {
      spaced += json[++i];
    } else if (json[i] == '"') {
      in_string = !in_string;
    }
  }
  return " " + spaced + "\r\n";
}

// MatchesPlainly matches wildcards in the simplest way; ASCII only.
bool MatchesPlainly(std::string_view pattern, std::string_view text) {
  // reached[i]: the part of the pattern that was read so far matches the first i bytes of the text.
  std::vector<char> reached(text.size() + 1, 0);
  reached[0] = 1;
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  for (const char p : pattern) {
    if (p == '*') {
      for (std::size_t i = 1; i <= text.size(); ++i) reached[i] |= reached[i - 1];
      continue;
    }
    for (std::size_t i = text.size(); i > 0; --i) {
      reached[i] = reached[i - 1] != 0 && (p == '?' || lower(p) == lower(text[i - 1])) ? 1 : 0;
    }
    reached[0] = 0;
  }
  return reached[text.size()] != 0;
}

void CheckActions(const Policy& policy, const std::string& action) {
  const auto is_ascii = [](unsigned char c) { return c < 0x80; };
  if (action.size() > kLongestAction || !std::all_of(action.begin(), action.end(), is_ascii)) {
    return;
  }
  for (const Statement& one : policy.statements) {
    for (const std::string& pattern : one.actions.patterns) {
      Require(MatchesWildcards(pattern, action, LetterCase::kInsensitive) ==
                  MatchesPlainly(pattern, action),
              "wildcards-differ-from-the-plain-match",
              [&] { return Shown(pattern) + " and " + Shown(action); });
    }
  }
}

void Check(std::string_view json, AttachedTo to, const AccessRequest& request) {
  const Attached attached{to, ReadPolicy(json, to)};
  const Decision decision = Decide(attached, request);
  const auto details = [&] { return Shown(json); };
  const Attached spaced{to, ReadPolicy(Spaced(json), to)};
  Require(Decide(spaced, request) == decision, "white-space-means-nothing", details);
  if (const auto* unreadable = std::get_if<UnreadablePolicy>(&attached.document)) {
    Require(decision == Decision::kUnreadable, "unreadable-policies-deny", details);
    Require(!unreadable->why.empty() && IsUtf8(unreadable->why), "errors-are-text", details);
    return;
  }
  const Policy& policy = std::get<Policy>(attached.document);
  Require(decision == ExpectedDecision(policy, to, request),
          "decision-differs-from-the-plain-reading", details);
  CheckMoreDenies(attached, request, decision);
  CheckOrder(attached, request, decision);
  CheckActions(policy, request.action);
}

}  // namespace

Taken Execute(Input input) {
  const AccessRequest request = ReadRequest(TakeLine(input));
  for (const AttachedTo to : {AttachedTo::kPrincipal, AttachedTo::kBucket, AttachedTo::kAccounts,
                              AttachedTo::kResources, AttachedTo::kEndpoint}) {
    Check(input, to, request);
  }
  return Taken::kKept;
}

}  // namespace countersign::fuzz
