#include <algorithm>

#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "s3/authorization.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

// Heard is what the step "authorization" goes by, to be misheard.
struct Heard {
  Credentials signer;
  std::optional<PolicyDocument> bucket_policy;
  Origin origin;
  std::string raw_path;
  Timestamp signed_at;
  Timestamp now;
};

template <typename Mishear>
Refusal Ask(VerifyState& v, Mishear mishear) {
  Heard heard{*v.signer, std::nullopt, v.context.origin, std::string(v.target.raw_path),
              v.date,    v.context.now};
  if (v.context.bucket_policy != nullptr) heard.bucket_policy = *v.context.bucket_policy;
  mishear(heard);
  return CheckAuthorization({v.request, heard.raw_path, v.query, heard.signer, heard.signed_at,
                             heard.now, heard.origin, v.context.server_hosts, v.context.service,
                             v.context.bucket, v.context.region,
                             heard.bucket_policy ? &*heard.bucket_policy : nullptr});
}

// Each statement of both policies.
template <typename Change>
void ChangeStatements(Heard& heard, Change change) {
  for (std::optional<PolicyDocument>* document : {&heard.signer.policy, &heard.bucket_policy}) {
    if (!document->has_value()) continue;
    auto* policy = std::get_if<Policy>(&**document);
    if (policy == nullptr) continue;
    for (Statement& statement : policy->statements) change(statement);
  }
}

Refusal WithoutBucketPolicy(VerifyState& v) {
  return Ask(v, [](Heard& heard) { heard.bucket_policy.reset(); });
}

Refusal WithoutIdentityPolicy(VerifyState& v) {
  return Ask(v, [](Heard& heard) { heard.signer.policy.reset(); });
}

Refusal WithoutConditions(VerifyState& v) {
  return Ask(v, [](Heard& heard) {
    ChangeStatements(heard, [](Statement& statement) { statement.conditions.clear(); });
  });
}

Refusal FirstConditionOnly(VerifyState& v) {
  return Ask(v, [](Heard& heard) {
    ChangeStatements(heard, [](Statement& statement) {
      if (statement.conditions.size() > 1)
        statement.conditions.erase(statement.conditions.begin() + 1, statement.conditions.end());
    });
  });
}

Refusal FirstValueOnly(VerifyState& v) {
  return Ask(v, [](Heard& heard) {
    ChangeStatements(heard, [](Statement& statement) {
      for (Condition& condition : statement.conditions) {
        condition.operands.erase(condition.operands.begin() + 1, condition.operands.end());
      }
    });
  });
}

Refusal WithoutDenies(VerifyState& v) {
  return Ask(v, [](Heard& heard) {
    for (std::optional<PolicyDocument>* document : {&heard.signer.policy, &heard.bucket_policy}) {
      auto* policy = document->has_value() ? std::get_if<Policy>(&**document) : nullptr;
      if (policy == nullptr) continue;
      std::erase_if(policy->statements,
                    [](const Statement& statement) { return statement.effect == Effect::kDeny; });
    }
  });
}

Refusal NotIsNotRead(VerifyState& v) {
  return Ask(v, [](Heard& heard) {
    ChangeStatements(heard, [](Statement& statement) {
      statement.actions.listed = Listed::kNamed;
      statement.resources.listed = Listed::kNamed;
    });
  });
}

Refusal PrincipalIsNotRead(VerifyState& v) {
  return Ask(v, [](Heard& heard) {
    ChangeStatements(heard, [](Statement& statement) {
      if (statement.principals) statement.principals = {Principal{}};
    });
  });
}

Refusal AsWhenSigned(VerifyState& v) {
  return Ask(v, [](Heard& heard) { heard.now = heard.signed_at; });
}

Refusal AgeInSeconds(VerifyState& v) {
  return Ask(
      v, [](Heard& heard) { heard.signed_at = heard.now - (heard.now - heard.signed_at) / 1000; });
}

Refusal KeyAsItTravels(VerifyState& v) {
  return Ask(v, [](Heard& heard) { heard.raw_path = UriEncode(heard.raw_path, Slash::kKeep); });
}

Refusal AddressFromForwardedFor(VerifyState& v) {
  return Ask(v, [&v](Heard& heard) {
    for (const HeaderField& header : v.request.headers) {
      if (!SameHeaderName(header.name, "x-forwarded-for")) continue;
      heard.origin.source_ip = header.value.substr(0, header.value.find(','));
    }
  });
}

Refusal EndpointsNotSeen(VerifyState& v) {
  return Ask(v, [](Heard& heard) {
    heard.origin.source_vpc.reset();
    heard.origin.source_vpce.reset();
  });
}

Refusal ServicesNotSeen(VerifyState& v) {
  return Ask(v, [](Heard& heard) { heard.origin.via_aws_service = false; });
}

std::vector<Mutant> NetworkMutants() {
  return {
      {"network-address-from-forwarded-for",
       Side::kVerify,
       "Believes the client's X-Forwarded-For.",
       {"network/source-ip", "network/ip-address"},
       {},
       {},
       {},
       {.steps = Replaced("authorization", AddressFromForwardedFor)}},
      {"network-endpoints-not-seen",
       Side::kVerify,
       "Does not tell policies through which VPC endpoint a request came.",
       {"network/source-vpc", "network/source-vpce", "network/no-source-ip-behind-an-endpoint"},
       {},
       {},
       {},
       {.steps = Replaced("authorization", EndpointsNotSeen)}},
      {"network-services-not-seen",
       Side::kVerify,
       "Does not tell policies that an AWS service asks for the principal.",
       {"network/via-aws-service", "network/guide-statement"},
       {},
       {},
       {},
       {.steps = Replaced("authorization", ServicesNotSeen)}},
  };
}

}  // namespace

std::vector<Mutant> PolicyMutants() {
  std::vector<Mutant> mutants = {
      {"policy-not-asked",
       Side::kVerify,
       "A URL with a good signature may do everything.",
       {"policy/explicit-deny", "policy/no-allow"},
       {"gaul/s3proxy@ad9d55ac"},
       {},
       {},
       {.steps = Without("authorization")}},
      {"policy-of-the-bucket-ignored",
       Side::kVerify,
       "Asks the principal's policy and not the bucket's.",
       {"policy/explicit-deny", "policy/bucket-allows"},
       {},
       {},
       {},
       {.steps = Replaced("authorization", WithoutBucketPolicy)}},
      {"policy-of-the-principal-ignored",
       Side::kVerify,
       "Asks the bucket's policy and not the principal's.",
       {"policy/explicit-deny", "policy/no-allow"},
       {},
       {},
       {},
       {.steps = Replaced("authorization", WithoutIdentityPolicy)}},
      {"policy-conditions-ignored",
       Side::kVerify,
       "Reads no conditions.",
       {"policy/all-conditions"},
       {},
       {},
       {},
       {.steps = Replaced("authorization", WithoutConditions)}},
      {"policy-first-condition-only",
       Side::kVerify,
       "Reads the first condition of a statement.",
       {"policy/all-conditions"},
       {},
       {},
       {},
       {.steps = Replaced("authorization", FirstConditionOnly)}},
      {"policy-first-value-only",
       Side::kVerify,
       "Reads the first value of a condition.",
       {"policy/several-values", "policy/negated-operators"},
       {},
       {},
       {},
       {.steps = Replaced("authorization", FirstValueOnly)}},
      {"policy-denies-ignored",
       Side::kVerify,
       "Reads statements that allow and passes over those that deny.",
       {"policy/explicit-deny"},
       {},
       {},
       {},
       {.steps = Replaced("authorization", WithoutDenies)}},
      {"policy-not-lists-ignored",
       Side::kVerify,
       "Reads NotAction and NotResource as Action and Resource.",
       {"policy/not-action", "policy/not-resource"},
       {},
       {},
       {},
       {.steps = Replaced("authorization", NotIsNotRead)}},
      {"policy-principal-ignored",
       Side::kVerify,
       "Takes every statement of a bucket's policy to be about everyone.",
       {"policy/principal"},
       {},
       {},
       {},
       {.steps = Replaced("authorization", PrincipalIsNotRead)}},
      {"policy-as-when-signed",
       Side::kVerify,
       "Asks what the signer may do at the time of the signature.",
       {"policy/current-time", "policy/judged-at-use"},
       {},
       {},
       {},
       {.steps = Replaced("authorization", AsWhenSigned)}},
      {"policy-signature-age-in-seconds",
       Side::kVerify,
       "Gives s3:signatureAge in seconds.",
       {"policy/signature-age"},
       {},
       {},
       {},
       {.steps = Replaced("authorization", AgeInSeconds)}},
      {"policy-key-as-it-travels",
       Side::kVerify,
       "Compares resources with the escaped key.",
       {"policy/key-decoded"},
       {},
       {},
       {},
       {.steps = Replaced("authorization", KeyAsItTravels)}},
      {"policy-asked-before-the-signature",
       Side::kVerify,
       "Tells strangers what the policies say.",
       {"policy/after-the-signature"},
       {},
       {},
       {},
       {.steps = Moved("signature", "authorization")}},
  };
  for (Mutant& mutant : NetworkMutants()) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace countersign
