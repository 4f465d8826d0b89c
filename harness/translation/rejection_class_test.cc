#include "translation/rejection_class.h"

#include <gtest/gtest.h>

#include "protocol/rejection_class.h"

namespace countersign {
namespace {

TEST(RejectionClassOf, IsAClassOfTheProtocolForEachRule) {
  for (const Rule rule : AllRules()) {
    const std::string_view name = RejectionClassOf(rule);
    EXPECT_TRUE(FindRejectionClass(Op::kPresign, name) != nullptr ||
                FindRejectionClass(Op::kVerify, name) != nullptr)
        << RuleId(rule) << ": " << name;
  }
}

TEST(RejectionClassOf, ReachesEachClass) {
  for (const RejectionClass& one : RejectionClasses()) {
    bool reached = false;
    for (const Rule rule : AllRules()) reached |= RejectionClassOf(rule) == one.name;
    EXPECT_TRUE(reached) << one.name;
  }
}

}  // namespace
}  // namespace countersign
