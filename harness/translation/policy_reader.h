#pragma once

#include <string_view>

#include "policy/policy.h"

namespace countersign {

// AttachedTo: the policies of a bucket, of resources and of a VPC endpoint say whom each statement
// is about; those of a principal and of accounts must not.
enum class AttachedTo {
  kPrincipal,
  kBucket,
  kAccounts,   // a service control policy
  kResources,  // a resource control policy: its statements deny, and are about everybody
  kEndpoint,   // about everybody
};

// ReadPolicy reads an IAM policy document, as strictly as AWS reads one before it is attached
// ("Grammar of the IAM JSON policy language"). What is not understood is an UnreadablePolicy that
// names the place by its JSON pointer: never a statement that says less than was written.
PolicyDocument ReadPolicy(std::string_view json, AttachedTo attached_to);

}  // namespace countersign
