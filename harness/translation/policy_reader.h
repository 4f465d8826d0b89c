#pragma once

#include <string_view>

#include "policy/policy.h"

namespace countersign {

// AttachedTo: a bucket's policy says whom each statement is about, a principal's must not.
enum class AttachedTo { kPrincipal, kBucket };

// ReadPolicy reads an IAM policy document, as strictly as AWS reads one before it is attached
// ("Grammar of the IAM JSON policy language"). What is not understood is an UnreadablePolicy that
// names the place by its JSON pointer: never a statement that says less than was written.
PolicyDocument ReadPolicy(std::string_view json, AttachedTo attached_to);

}  // namespace countersign
