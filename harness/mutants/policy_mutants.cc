// Mutants of authorization: which policies a verifier checks, what it knows about the network, and
// what AWS's guidance on presigned URLs builds on (policy variables, facts about the principal and
// the bucket's account, policies of organizations and VPC endpoints). Listed by catalogue.h.
#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "mutants/catalogue.h"
#include "mutants/policy_input.h"
#include "mutants/steps.h"
#include "policy/arn.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

Refusal WithoutBucketPolicy(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) { input.bucket_policy.reset(); });
}

Refusal WithoutIdentityPolicy(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) { input.signer.policy.reset(); });
}

Refusal WithoutConditions(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    ChangeStatements(input, [](Statement& statement) { statement.conditions.clear(); });
  });
}

Refusal FirstConditionOnly(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    ChangeStatements(input, [](Statement& statement) {
      if (statement.conditions.size() > 1)
        statement.conditions.erase(statement.conditions.begin() + 1, statement.conditions.end());
    });
  });
}

Refusal FirstValueOnly(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    ChangeStatements(input, [](Statement& statement) {
      for (Condition& condition : statement.conditions) {
        condition.operands.erase(condition.operands.begin() + 1, condition.operands.end());
      }
    });
  });
}

Refusal WithoutDenies(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    ChangeDocuments(input, [](PolicyDocument& document) {
      auto* policy = std::get_if<Policy>(&document);
      if (policy == nullptr) return;
      std::erase_if(policy->statements,
                    [](const Statement& statement) { return statement.effect == Effect::kDeny; });
    });
  });
}

Refusal NotIsNotRead(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    ChangeStatements(input, [](Statement& statement) {
      statement.actions.listed = Listed::kNamed;
      statement.resources.listed = Listed::kNamed;
    });
  });
}

Refusal PrincipalIsNotRead(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    ChangeStatements(input, [](Statement& statement) {
      if (statement.principals) statement.principals = {Principal{}};
    });
  });
}

Refusal AccountPrincipalGrants(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    ChangeStatements(input, [&input](Statement& statement) {
      if (statement.effect == Effect::kDeny || !statement.principals) return;
      for (Principal& principal : *statement.principals) {
        if (principal.kind != PrincipalKind::kAccount) continue;
        if (principal.name != ArnPart(input.signer.arn.value_or(""), 4)) continue;
        principal = {PrincipalKind::kArn, *input.signer.arn};
      }
    });
  });
}

Refusal AccountPrincipalIsTheRootUser(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    ChangeStatements(input, [](Statement& statement) {
      if (!statement.principals) return;
      for (Principal& principal : *statement.principals) {
        if (principal.kind != PrincipalKind::kAccount) continue;
        principal = {PrincipalKind::kArn, "arn:aws:iam::" + principal.name + ":root"};
      }
    });
  });
}

Refusal AsWhenSigned(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) { input.now = input.signed_at; });
}

Refusal AgeInSeconds(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    input.signed_at = input.now - (input.now - input.signed_at) / 1000;
  });
}

Refusal KeyAsItTravels(VerifyState& v) {
  return AuthorizeWith(
      v, [](PolicyInput& input) { input.raw_path = UriEncode(input.raw_path, Slash::kKeep); });
}

Refusal AddressFromForwardedFor(VerifyState& v) {
  return AuthorizeWith(v, [&v](PolicyInput& input) {
    for (const HeaderField& header : v.request.headers) {
      if (!SameHeaderName(header.name, "x-forwarded-for")) continue;
      input.origin.source_ip = header.value.substr(0, header.value.find(','));
    }
  });
}

Refusal EndpointsNotSeen(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    input.origin.source_vpc.reset();
    input.origin.source_vpce.reset();
  });
}

Refusal ServicesNotSeen(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) { input.origin.via_aws_service = false; });
}

constexpr Mutant kNetwork[] = {
    {.name = "network-address-from-forwarded-for",
     .mistake = "Takes the source IP address from the client's X-Forwarded-For.",
     .rules = {"network/source-ip", "network/ip-address"},
     .verify = {.steps = {Replace(StepId::kAuthorization, AddressFromForwardedFor)}}},
    {.name = "network-endpoints-not-seen",
     .mistake = "Does not pass the VPC endpoint of a request to policies.",
     .rules = {"network/source-vpc", "network/source-vpce",
               "network/no-source-ip-behind-an-endpoint"},
     .verify = {.steps = {Replace(StepId::kAuthorization, EndpointsNotSeen)}}},
    {.name = "network-services-not-seen",
     .mistake = "Does not tell policies that an AWS service makes the request for the principal.",
     .rules = {"network/via-aws-service", "network/guide-statement"},
     .verify = {.steps = {Replace(StepId::kAuthorization, ServicesNotSeen)}}},
};

constexpr Mutant kPolicy[] = {
    {.name = "policy-not-asked",
     .mistake = "Checks no policy: a URL with a valid signature may do everything.",
     .rules = {"policy/explicit-deny", "policy/no-allow"},
     .references = {"gaul/s3proxy@ad9d55ac"},
     .verify = {.steps = {LeaveOut(StepId::kAuthorization)}}},
    {.name = "policy-of-the-bucket-ignored",
     .mistake = "Checks the principal's policy, but not the bucket's.",
     .rules = {"policy/explicit-deny", "policy/bucket-allows"},
     .verify = {.steps = {Replace(StepId::kAuthorization, WithoutBucketPolicy)}}},
    {.name = "policy-of-the-principal-ignored",
     .mistake = "Checks the bucket's policy, but not the principal's.",
     .rules = {"policy/explicit-deny", "policy/no-allow"},
     .verify = {.steps = {Replace(StepId::kAuthorization, WithoutIdentityPolicy)}}},
    {.name = "policy-conditions-ignored",
     .mistake = "Ignores the conditions of policies.",
     .rules = {"policy/all-conditions"},
     .verify = {.steps = {Replace(StepId::kAuthorization, WithoutConditions)}}},
    {.name = "policy-first-condition-only",
     .mistake = "Checks only the first condition of a statement.",
     .rules = {"policy/all-conditions"},
     .verify = {.steps = {Replace(StepId::kAuthorization, FirstConditionOnly)}}},
    {.name = "policy-first-value-only",
     .mistake = "Checks only the first value of a condition.",
     .rules = {"policy/several-values", "policy/negated-operators"},
     .verify = {.steps = {Replace(StepId::kAuthorization, FirstValueOnly)}}},
    {.name = "policy-denies-ignored",
     .mistake = "Reads statements that allow and ignores those that deny.",
     .rules = {"policy/explicit-deny"},
     .verify = {.steps = {Replace(StepId::kAuthorization, WithoutDenies)}}},
    {.name = "policy-not-lists-ignored",
     .mistake = "Reads NotAction and NotResource as Action and Resource.",
     .rules = {"policy/not-action", "policy/not-resource"},
     .verify = {.steps = {Replace(StepId::kAuthorization, NotIsNotRead)}}},
    {.name = "policy-principal-ignored",
     .mistake = "Applies every statement of a bucket policy to everyone.",
     .rules = {"policy/principal"},
     .verify = {.steps = {Replace(StepId::kAuthorization, PrincipalIsNotRead)}}},
    {.name = "policy-account-principal-grants",
     .mistake = "Takes a bucket policy's Allow for an account as one for each of its users.",
     .rules = {"policy/account-delegates"},
     .verify = {.steps = {Replace(StepId::kAuthorization, AccountPrincipalGrants)}}},
    {.name = "policy-account-principal-is-the-root-user",
     .mistake = "Takes the account in a principal for its root user alone.",
     .rules = {"policy/principal-account"},
     .verify = {.steps = {Replace(StepId::kAuthorization, AccountPrincipalIsTheRootUser)}}},
    {.name = "policy-as-when-signed",
     .mistake = "Checks policies for the time of signing, not for the time of use.",
     .rules = {"policy/current-time", "policy/judged-at-use"},
     .verify = {.steps = {Replace(StepId::kAuthorization, AsWhenSigned)}}},
    {.name = "policy-signature-age-in-seconds",
     .mistake = "Computes s3:signatureAge in seconds instead of milliseconds.",
     .rules = {"policy/signature-age"},
     .verify = {.steps = {Replace(StepId::kAuthorization, AgeInSeconds)}}},
    {.name = "policy-key-as-it-travels",
     .mistake = "Compares the resources of policies with the percent-encoded key.",
     .rules = {"policy/key-decoded"},
     .verify = {.steps = {Replace(StepId::kAuthorization, KeyAsItTravels)}}},
    {.name = "policy-asked-before-the-signature",
     .mistake = "Checks policies before the signature, so anybody can learn what they allow.",
     .rules = {"policy/after-the-signature"},
     .verify = {.steps = {MoveBehind(StepId::kSignature, StepId::kAuthorization)}}},
};

constexpr std::chrono::hours kLongAgo{24 * 365};

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

MutantTables PolicyMutants() { return {kPolicy, kNetwork}; }

MutantTables GuardrailMutants() { return {kFacts, kDocuments}; }

}  // namespace countersign
