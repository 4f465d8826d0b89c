#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/policy.h"
#include "s3/authorization.h"
#include "verify_steps.h"

namespace countersign {

// PolicyInput is what the step kAuthorization decides by, copied so that a mutant can change it.
struct PolicyInput {
  Credentials signer;
  std::optional<PolicyDocument> bucket_policy;
  Origin origin;
  BucketOwner owner;
  std::optional<AccessPoint> access_point;
  HttpRequest request;
  QueryString query;
  std::string raw_path;
  Timestamp signed_at;
  Timestamp now;
};

// AuthorizeWith runs the step kAuthorization of the reference with what `change` makes of its
// input.
template <typename Change>
Refusal AuthorizeWith(VerifyState& v, Change change) {
  PolicyInput input{*v.signer, {},           v.context.origin, {},
                    {},        v.request,    v.query,          std::string(v.target.raw_path),
                    v.date,    v.context.now};
  if (v.context.bucket_policy != nullptr) input.bucket_policy = *v.context.bucket_policy;
  if (v.context.owner != nullptr) input.owner = *v.context.owner;
  if (v.context.access_point != nullptr) input.access_point = *v.context.access_point;
  change(input);
  return CheckAuthorization({input.request, input.raw_path, input.query, input.signer,
                             input.signed_at, input.now, input.origin, v.context.server_hosts,
                             v.context.service, v.context.bucket, v.context.region,
                             input.bucket_policy ? &*input.bucket_policy : nullptr, &input.owner,
                             input.access_point ? &*input.access_point : nullptr});
}

// AllowEverything is a policy of a principal with one statement.
inline PolicyDocument AllowEverything() {
  Statement statement;
  statement.effect = Effect::kAllow;
  statement.actions.patterns = {"*"};
  statement.resources.patterns = {"*"};
  return Policy{{statement}};
}

// ChangeDocuments calls `change` with each policy document.
template <typename Change>
void ChangeDocuments(PolicyInput& input, Change change) {
  for (std::optional<PolicyDocument>* document :
       {&input.signer.policy, &input.bucket_policy, &input.origin.endpoint_policy}) {
    if (document->has_value()) change(**document);
  }
  if (input.access_point && input.access_point->policy) change(*input.access_point->policy);
  for (PolicyDocument& document : input.signer.service_control_policies) change(document);
  for (PolicyDocument& document : input.owner.resource_control_policies) change(document);
}

// ChangeStatements calls `change` with each statement of each policy.
template <typename Change>
void ChangeStatements(PolicyInput& input, Change change) {
  ChangeDocuments(input, [&change](PolicyDocument& document) {
    auto* policy = std::get_if<Policy>(&document);
    if (policy == nullptr) return;
    for (Statement& statement : policy->statements) change(statement);
  });
}

}  // namespace countersign
