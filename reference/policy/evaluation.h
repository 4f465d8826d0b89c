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

// Ruling is a decision and what it rests on.
struct Ruling {
  Decision decision = Decision::kNotAllowed;
  std::string because;  // for people
};

// Evaluate decides a request of a principal to a bucket of its own account. nullptr: there is no
// such policy. An absent identity policy allows everything to its principal; an absent bucket
// policy says nothing.
Ruling Evaluate(const PolicyDocument* identity, const PolicyDocument* bucket,
                const AccessRequest& request);

}  // namespace countersign
