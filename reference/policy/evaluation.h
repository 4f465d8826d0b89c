#pragma once

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

// Evaluate decides about a request of a principal to a bucket of its own account. Either policy may
// be nullptr: without an identity policy everything is allowed that the bucket policy does not
// deny; a missing bucket policy neither allows nor denies.
Ruling Evaluate(const PolicyDocument* identity, const PolicyDocument* bucket,
                const AccessRequest& request);

}  // namespace countersign
