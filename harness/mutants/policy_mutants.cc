// Mutants of authorization: which policies a verifier checks, and what it knows about the network.
// Listed by catalogue.h.
#include <algorithm>

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

}  // namespace

MutantTables PolicyMutants() { return {kPolicy, kNetwork}; }

}  // namespace countersign
