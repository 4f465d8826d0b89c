#include "sigv4/rule.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace countersign {
namespace {

TEST(Rule, HasAnIdOfItsOwn) {
  std::set<std::string_view> ids;
  for (const Rule rule : AllRules()) EXPECT_TRUE(ids.insert(RuleId(rule)).second) << RuleId(rule);
}

TEST(Rule, IsListedOnceInTheOrderOfItsDeclaration) {
  int next = 0;
  for (const Rule rule : AllRules()) EXPECT_EQ(static_cast<int>(rule), next++);
  EXPECT_EQ(next, static_cast<int>(Rule::kChecksum) + 1);
}

TEST(Rule, IsNamedAsInTheRuleBook) {
  EXPECT_EQ(RuleId(Rule::kExpiresAtMostAWeek), "expires/at-most-a-week");
  EXPECT_EQ(RuleId(Rule::kGivenOnce), "parameters/given-once");
  EXPECT_EQ(RuleId(Rule::kSignature), "signature/match");
  EXPECT_EQ(RuleId(Rule::kPayload), "payload/hash-matches-body");
}

}  // namespace
}  // namespace countersign
