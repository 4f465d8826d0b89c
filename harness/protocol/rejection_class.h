#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "protocol/message.h"

namespace countersign {

// RejectionClass is one kind of refusal of one operation, as the `class` of a reject answer and of
// a case's expectation names it.
struct RejectionClass {
  Op op;
  std::string_view name;         // "expires-too-long"
  std::string_view consequence;  // a sentence: what an implementation allows that does not refuse
};

// RejectionClasses is the list of all classes, presign first. A name may be in it for both
// operations. rejection_class_test.cc compares the schemas in vectors/schema and protocol.md with
// it; harness/translation/rejection_class.h tells the class of each rule.
std::span<const RejectionClass> RejectionClasses();

// RejectionClassNames lists the names of one operation's classes.
std::vector<std::string_view> RejectionClassNames(Op op);

// FindRejectionClass returns nullptr if the operation has no class of that name.
const RejectionClass* FindRejectionClass(Op op, std::string_view name);

}  // namespace countersign
