// Mutants of what AWS's guidance on presigned URLs builds on: policy variables, facts about the
// principal and the bucket's account, and the policies of organizations and VPC endpoints. Listed
// by catalogue.h.
#include <chrono>
#include <string>
#include <vector>

#include "mutants/catalogue.h"
#include "mutants/policy_input.h"
#include "mutants/steps.h"
#include "policy/arn.h"

namespace countersign {
namespace {

constexpr std::chrono::hours kLongAgo{24 * 365};

PolicyDocument AllowEverything() {
  Statement statement;
  statement.effect = Effect::kAllow;
  statement.actions.patterns = {"*"};
  statement.resources.patterns = {"*"};
  return Policy{{statement}};
}

// The text without what stands between `${` and `}`.
std::string WithoutVariables(std::string text) {
  for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${")) {
    text.erase(at, text.find('}', at) + 1 - at);
  }
  return text;
}

Refusal WithoutTags(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) { input.signer.tags.clear(); });
}

Refusal WithoutThePrincipalsOrganization(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) { input.signer.organization.reset(); });
}

Refusal OneOrganizationOnly(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    if (input.owner.organization) input.owner.organization = input.signer.organization;
  });
}

Refusal PrincipalsAccountForTheBuckets(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    if (!input.owner.account || !input.signer.arn) return;
    input.owner.account = std::string(ArnPart(*input.signer.arn, 4));
  });
}

Refusal DateForTheTokensIssueTime(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    if (input.signer.issued_at) input.signer.issued_at = input.signed_at;
  });
}

Refusal TokensIssueTimeIsAlwaysThere(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    if (!input.signer.issued_at) input.signer.issued_at = input.now - kLongAgo;
  });
}

Refusal VariablesAreText(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    ChangeStatements(input, [](Statement& statement) {
      statement.variables = Variables::kLiteral;
      for (Condition& condition : statement.conditions) condition.variables = Variables::kLiteral;
    });
  });
}

Refusal AbsentVariablesAreEmpty(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    if (!input.signer.tags.empty()) return;
    ChangeStatements(input, [](Statement& statement) {
      for (std::string& pattern : statement.resources.patterns) pattern = WithoutVariables(pattern);
    });
  });
}

Refusal BothAccountsAreOne(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) { input.signer.arn.reset(); });
}

Refusal WithoutServiceControl(VerifyState& v) {
  return AuthorizeWith(v,
                       [](PolicyInput& input) { input.signer.service_control_policies.clear(); });
}

Refusal LastLevelOnly(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    std::vector<PolicyDocument>& levels = input.signer.service_control_policies;
    if (levels.size() > 1) levels = {levels.back()};
  });
}

Refusal ServiceControlGrants(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    if (!input.signer.service_control_policies.empty()) input.signer.policy.reset();
  });
}

Refusal ServiceControlOnlyDenies(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    for (PolicyDocument& level : input.signer.service_control_policies) {
      auto* policy = std::get_if<Policy>(&level);
      if (policy == nullptr) continue;
      policy->statements.push_back(std::get<Policy>(AllowEverything()).statements[0]);
    }
  });
}

Refusal WithoutResourceControl(VerifyState& v) {
  return AuthorizeWith(v,
                       [](PolicyInput& input) { input.owner.resource_control_policies.clear(); });
}

Refusal WithoutEndpointPolicy(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) { input.origin.endpoint_policy.reset(); });
}

Refusal EndpointPolicyGrants(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    if (input.origin.endpoint_policy) input.signer.policy = AllowEverything();
  });
}

Refusal VpcAddressIsTheSourceAddress(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    ChangeStatements(input, [](Statement& statement) {
      for (Condition& condition : statement.conditions) {
        if (condition.key == ConditionKey::kVpcSourceIp) condition.key = ConditionKey::kSourceIp;
      }
    });
  });
}

Refusal AgeAheadIsHuge(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    if (input.signed_at > input.now) input.signed_at = input.now - kLongAgo;
  });
}

Refusal UnreadableIsAbsent(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    ChangeDocuments(input, [](PolicyDocument& document) {
      if (std::holds_alternative<UnreadablePolicy>(document)) document = AllowEverything();
    });
  });
}

constexpr Mutant kFacts[] = {
    {.name = "policy-tags-not-known",
     .mistake = "Does not know the tags of the principal.",
     .rules = {"policy/principal-tag"},
     .verify = {.steps = {Replace(StepId::kAuthorization, WithoutTags)}}},
    {.name = "policy-organization-not-known",
     .mistake = "Does not know the organization of the principal.",
     .rules = {"policy/principal-org-id"},
     .verify = {.steps = {Replace(StepId::kAuthorization, WithoutThePrincipalsOrganization)}}},
    {.name = "policy-one-organization-only",
     .mistake = "Takes the organization of the principal for that of the bucket.",
     .rules = {"policy/resource-org-id"},
     .verify = {.steps = {Replace(StepId::kAuthorization, OneOrganizationOnly)}}},
    {.name = "policy-principals-account-for-the-buckets",
     .mistake = "Takes the account of the principal for that of the bucket.",
     .rules = {"policy/resource-account"},
     .verify = {.steps = {Replace(StepId::kAuthorization, PrincipalsAccountForTheBuckets)}}},
    {.name = "policy-accounts-not-compared",
     .mistake = "Lets one policy suffice although principal and bucket belong to two accounts.",
     .rules = {"policy/across-accounts"},
     .verify = {.steps = {Replace(StepId::kAuthorization, BothAccountsAreOne)}}},
    {.name = "policy-date-for-the-token-issue-time",
     .mistake = "Takes X-Amz-Date for aws:TokenIssueTime: a revoked session goes on signing.",
     .rules = {"policy/token-issue-time"},
     .verify = {.steps = {Replace(StepId::kAuthorization, DateForTheTokensIssueTime)}}},
    {.name = "policy-token-issue-time-of-permanent-keys",
     .mistake = "Has an aws:TokenIssueTime for permanent keys, too.",
     .rules = {"policy/token-issue-time"},
     .verify = {.steps = {Replace(StepId::kAuthorization, TokensIssueTimeIsAlwaysThere)}}},
    {.name = "policy-signature-age-unsigned",
     .mistake = "Computes the age of a signature that is dated ahead as a huge number.",
     .rules = {"policy/signature-age-of-a-date-ahead"},
     .verify = {.steps = {Replace(StepId::kAuthorization, AgeAheadIsHuge)}}},
};

constexpr Mutant kDocuments[] = {
    {.name = "policy-unreadable-ignored",
     .mistake = "Ignores a policy that it cannot read.",
     .rules = {"policy/unreadable", "policy/unknown-operator"},
     .verify = {.steps = {Replace(StepId::kAuthorization, UnreadableIsAbsent)}}},
    {.name = "policy-variables-are-text",
     .mistake = "Compares ${aws:ResourceOrgID} as text.",
     .rules = {"policy/variable"},
     .verify = {.steps = {Replace(StepId::kAuthorization, VariablesAreText)}}},
    {.name = "policy-absent-variables-are-empty",
     .mistake = "Replaces a policy variable without a value by nothing.",
     .rules = {"policy/variable-without-a-value"},
     .verify = {.steps = {Replace(StepId::kAuthorization, AbsentVariablesAreEmpty)}}},
    {.name = "policy-service-control-ignored",
     .mistake = "Does not evaluate service control policies.",
     .rules = {"policy/service-control"},
     .verify = {.steps = {Replace(StepId::kAuthorization, WithoutServiceControl)}}},
    {.name = "policy-service-control-of-the-account-only",
     .mistake = "Evaluates the service control policies of the account only, not those above it.",
     .rules = {"policy/service-control"},
     .verify = {.steps = {Replace(StepId::kAuthorization, LastLevelOnly)}}},
    {.name = "policy-service-control-only-denies",
     .mistake = "Looks for a Deny in service control policies, but needs no Allow.",
     .rules = {"policy/service-control"},
     .verify = {.steps = {Replace(StepId::kAuthorization, ServiceControlOnlyDenies)}}},
    {.name = "policy-service-control-grants",
     .mistake = "Takes an Allow of a service control policy for a permission.",
     .rules = {"policy/service-control"},
     .verify = {.steps = {Replace(StepId::kAuthorization, ServiceControlGrants)}}},
    {.name = "policy-resource-control-ignored",
     .mistake = "Does not evaluate resource control policies.",
     .rules = {"policy/resource-control"},
     .verify = {.steps = {Replace(StepId::kAuthorization, WithoutResourceControl)}}},
    {.name = "network-endpoint-policy-ignored",
     .mistake = "Does not evaluate the policy of the VPC endpoint.",
     .rules = {"network/endpoint-policy"},
     .verify = {.steps = {Replace(StepId::kAuthorization, WithoutEndpointPolicy)}}},
    {.name = "network-endpoint-policy-grants",
     .mistake = "Takes an Allow of a VPC endpoint's policy for a permission.",
     .rules = {"network/endpoint-policy"},
     .verify = {.steps = {Replace(StepId::kAuthorization, EndpointPolicyGrants)}}},
    {.name = "network-vpc-address-is-the-source-address",
     .mistake = "Reads aws:VpcSourceIp as aws:SourceIp.",
     .rules = {"network/vpc-source-ip"},
     .verify = {.steps = {Replace(StepId::kAuthorization, VpcAddressIsTheSourceAddress)}}},
};

}  // namespace

MutantTables GuardrailMutants() { return {kFacts, kDocuments}; }

}  // namespace countersign
