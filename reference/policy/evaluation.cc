// The decision of IAM: an explicit deny of any policy wins; then the organization and the VPC
// endpoint must allow; then the policies of the principal and of the bucket, either of them within
// one account, both across accounts. s3/authorization.cc calls it.

#include "policy/evaluation.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace countersign {
namespace {

// Attached is one of the policies that decide.
struct Attached {
  const PolicyDocument* document;
  const char* where;
};

std::vector<Attached> Limits(const PoliciesInForce& policies) {
  std::vector<Attached> limits;
  //= policy/service-control
  for (const PolicyDocument& level : policies.service_control) {
    limits.push_back({&level, "service control"});
  }
  //= network/endpoint-policy
  if (policies.endpoint != nullptr) limits.push_back({policies.endpoint, "VPC endpoint"});
  return limits;
}

std::vector<Attached> AllOf(const PoliciesInForce& policies) {
  std::vector<Attached> all = Limits(policies);
  all.push_back({policies.identity, "identity"});
  all.push_back({policies.bucket, policies.resource});
  //= policy/resource-control
  for (const PolicyDocument& level : policies.resource_control) {
    all.push_back({&level, "resource control"});
  }
  return all;
}

template <typename Wanted>
const Statement* FindStatement(const Attached& attached, const AccessRequest& request,
                               Wanted is_wanted) {
  const auto* policy = std::get_if<Policy>(attached.document);
  if (policy == nullptr) return nullptr;
  const auto found = std::find_if(policy->statements.begin(), policy->statements.end(),
                                  [&](const Statement& statement) {
                                    return is_wanted(statement) && Applies(statement, request);
                                  });
  return found == policy->statements.end() ? nullptr : &*found;
}

const Statement* FindDeny(const Attached& attached, const AccessRequest& request) {
  return FindStatement(attached, request,
                       [](const Statement& one) { return one.effect == Effect::kDeny; });
}

const Statement* FindAllow(const Attached& attached, const AccessRequest& request) {
  return FindStatement(attached, request,
                       [](const Statement& one) { return one.effect == Effect::kAllow; });
}

const Statement* FindGrant(const Attached& attached, const AccessRequest& request) {
  return FindStatement(attached, request, [&](const Statement& one) {
    return one.effect == Effect::kAllow && GrantsDirectly(one, request);
  });
}

std::string Named(const Statement& statement, const Attached& attached) {
  const std::string sid = statement.sid.empty() ? "" : "statement " + statement.sid + " of ";
  return sid + "the " + attached.where + " policy";
}

std::string WhatIsDone(const AccessRequest& request) {
  return request.action + " on " + request.resource;
}

Ruling NotAllowedBy(const char* where, const AccessRequest& request) {
  return {Decision::kNotAllowed,
          std::string("the ") + where + " policy does not allow " + WhatIsDone(request)};
}

std::optional<Ruling> FindRefusal(const PoliciesInForce& policies, const AccessRequest& request) {
  const std::vector<Attached> all = AllOf(policies);
  //= policy/unreadable
  for (const Attached& attached : all) {
    const auto* unreadable = std::get_if<UnreadablePolicy>(attached.document);
    if (unreadable == nullptr) continue;
    return Ruling{Decision::kUnreadable, std::string("the ") + attached.where +
                                             " policy cannot be read: " + unreadable->why};
  }
  //= policy/explicit-deny
  for (const Attached& attached : all) {
    const Statement* statement = FindDeny(attached, request);
    if (statement == nullptr) continue;
    return Ruling{Decision::kExplicitlyDenied,
                  request.action + " is denied by " + Named(*statement, attached)};
  }
  for (const Attached& limit : Limits(policies)) {
    if (FindAllow(limit, request) == nullptr) return NotAllowedBy(limit.where, request);
  }
  return std::nullopt;
}

Ruling DecideAcrossAccounts(const PoliciesInForce& policies, const AccessRequest& request) {
  const Attached identity{policies.identity, "identity"};
  const Attached bucket{policies.bucket, policies.resource};
  if (policies.identity != nullptr && FindAllow(identity, request) == nullptr) {
    return NotAllowedBy(identity.where, request);
  }
  const Statement* statement = FindAllow(bucket, request);
  if (statement == nullptr) return NotAllowedBy(bucket.where, request);
  return {Decision::kAllowed, Named(*statement, bucket)};
}

Ruling DecideWithinAnAccount(const PoliciesInForce& policies, const AccessRequest& request) {
  //= policy/no-identity-policy
  if (policies.identity == nullptr) return {Decision::kAllowed, "nothing limits the principal"};
  //= policy/identity-allows
  //= policy/bucket-allows
  for (const Attached& attached :
       {Attached{policies.identity, "identity"}, Attached{policies.bucket, policies.resource}}) {
    const Statement* statement = FindGrant(attached, request);
    if (statement != nullptr) return {Decision::kAllowed, Named(*statement, attached)};
  }
  //= policy/no-allow
  return {Decision::kNotAllowed, "no policy allows " + WhatIsDone(request)};
}

}  // namespace

Ruling Evaluate(const PoliciesInForce& policies, const AccessRequest& request) {
  if (const std::optional<Ruling> refusal = FindRefusal(policies, request)) return *refusal;
  //= policy/across-accounts
  return policies.accounts == Accounts::kDifferent ? DecideAcrossAccounts(policies, request)
                                                   : DecideWithinAnAccount(policies, request);
}

}  // namespace countersign
