#pragma once

#include <span>
#include <string>

#include "policy/policy.h"
#include "policy/statement.h"

namespace countersign {

enum class Decision {
  kAllowed,
  kExplicitlyDenied,  // a statement says so
  kNotAllowed,        // no statement allows it
  kUnreadable,        // one of the policies cannot be read
};

// Ruling is a decision and its reason.
struct Ruling {
  Decision decision = Decision::kNotAllowed;
  std::string because;  // for people
};

// Accounts tells whether principal and bucket belong to one account.
enum class Accounts { kSame, kDifferent };

// PoliciesInForce are the documents that decide about a request. Each may be nullptr or empty.
struct PoliciesInForce {
  const PolicyDocument* identity = nullptr;  // nullptr: the principal may do everything
  const PolicyDocument* bucket = nullptr;    // nullptr: neither allows nor denies
  const char* resource = "bucket";           // what that policy is attached to, for people
  const PolicyDocument* endpoint = nullptr;  // the VPC endpoint's; nullptr: allows everything
  // Service control policies, one for each level from the organization's root to the account of the
  // principal. Each must allow.
  std::span<const PolicyDocument> service_control = {};
  // Resource control policies of the bucket's account. They can only deny: AWS's own one, which
  // allows everything, is attached to each level as well.
  std::span<const PolicyDocument> resource_control = {};
  Accounts accounts = Accounts::kSame;
};

// Evaluate decides about a request of a principal to a bucket.
Ruling Evaluate(const PoliciesInForce& policies, const AccessRequest& request);

}  // namespace countersign
