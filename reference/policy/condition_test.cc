#include "policy/condition.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

namespace countersign {
namespace {

constexpr ConditionKey kVpc = ConditionKey::kSourceVpc;

bool Asks(const char* name, std::initializer_list<const char*> in_policy,
          std::initializer_list<const char*> in_request, ConditionKey key = kVpc) {
  Condition condition;
  condition.op = *ParseConditionOperator(name);
  condition.key = key;
  for (const char* text : in_policy) {
    condition.operands.push_back(*ParseOperand(condition.op, text));
  }
  RequestContext context;
  for (const char* value : in_request) context.Add(key, value);
  return Holds(condition, context);
}

TEST(Condition, HoldsWhereOneOfThePolicysValuesMatches) {
  EXPECT_TRUE(Asks("StringEquals", {"vpc-a", "vpc-b"}, {"vpc-b"}));
  EXPECT_FALSE(Asks("StringEquals", {"vpc-a", "vpc-b"}, {"vpc-c"}));
}

TEST(Condition, NegatedHoldsWhereNoneOfThemMatches) {
  EXPECT_TRUE(Asks("StringNotEquals", {"vpc-a", "vpc-b"}, {"vpc-c"}));
  EXPECT_FALSE(Asks("StringNotEquals", {"vpc-a", "vpc-b"}, {"vpc-b"}));
  EXPECT_FALSE(
      Asks("NotIpAddress", {"203.0.113.0/24", "::/0"}, {"203.0.113.7"}, ConditionKey::kSourceIp));
}

TEST(Condition, WithoutItsKeyDoesNotHoldUnlessNegated) {
  EXPECT_FALSE(Asks("StringEquals", {"vpc-a"}, {}));
  EXPECT_FALSE(Asks("StringLike", {"*"}, {}));
  EXPECT_FALSE(Asks("IpAddress", {"0.0.0.0/0"}, {}, ConditionKey::kSourceIp));
  EXPECT_FALSE(Asks("Bool", {"false"}, {}, ConditionKey::kSecureTransport));
  EXPECT_FALSE(Asks("NumericLessThan", {"1"}, {}, ConditionKey::kSignatureAge));
  EXPECT_TRUE(Asks("StringNotEquals", {"vpc-a"}, {}));
  EXPECT_TRUE(Asks("NotIpAddress", {"0.0.0.0/0"}, {}, ConditionKey::kSourceIp));
}

TEST(Condition, WithIfExistsHoldsWithoutItsKey) {
  EXPECT_TRUE(Asks("StringEqualsIfExists", {"vpc-a"}, {}));
  EXPECT_FALSE(Asks("StringEqualsIfExists", {"vpc-a"}, {"vpc-b"}));
  EXPECT_TRUE(Asks("NotIpAddressIfExists", {"0.0.0.0/0"}, {}, ConditionKey::kSourceIp));
  EXPECT_TRUE(Asks("ForAnyValue:StringEqualsIfExists", {"vpc-a"}, {}));
}

TEST(Condition, NullAsksWhetherTheKeyIsThere) {
  EXPECT_TRUE(Asks("Null", {"true"}, {}));
  EXPECT_FALSE(Asks("Null", {"false"}, {}));
  EXPECT_FALSE(Asks("Null", {"true"}, {"vpc-a"}));
  EXPECT_TRUE(Asks("Null", {"false"}, {"vpc-a"}));
}

// The example of "Single-valued vs. multivalued context keys": a set of the policy's and one of the
// request's.
TEST(Condition, ForAllValuesWantsEachValueOfTheRequestToMatchOne) {
  EXPECT_TRUE(Asks("ForAllValues:StringEquals", {"a", "b", "c"}, {"a", "c"}));
  EXPECT_FALSE(Asks("ForAllValues:StringEquals", {"a", "b", "c"}, {"a", "d"}));
  EXPECT_TRUE(Asks("ForAllValues:StringEquals", {"a"}, {}));
  EXPECT_FALSE(Asks("ForAllValues:StringNotEquals", {"a"}, {"a", "d"}));
}

TEST(Condition, ForAnyValueWantsOneValueOfTheRequestToMatchOne) {
  EXPECT_TRUE(Asks("ForAnyValue:StringEquals", {"a", "b", "c"}, {"d", "c"}));
  EXPECT_FALSE(Asks("ForAnyValue:StringEquals", {"a", "b", "c"}, {"d", "e"}));
  EXPECT_FALSE(Asks("ForAnyValue:StringEquals", {"a"}, {}));
  EXPECT_FALSE(Asks("ForAnyValue:StringNotEquals", {"a"}, {}));
  EXPECT_TRUE(Asks("ForAnyValue:StringNotEquals", {"a"}, {"a", "d"}));
}

// Whether aws:PrincipalOrgID under the operator meets a variable that may have no value.
bool AsksForTheOrganization(const char* name, const char* of_principal, const char* of_resource) {
  Condition condition;
  condition.op = *ParseConditionOperator(name);
  condition.key = ConditionKey::kPrincipalOrgId;
  condition.operands = {"${aws:ResourceOrgID}"};
  condition.variables = Variables::kReplaced;
  RequestContext context;
  if (of_principal != nullptr) context.Add(ConditionKey::kPrincipalOrgId, of_principal);
  if (of_resource != nullptr) context.Add(ConditionKey::kResourceOrgId, of_resource);
  return Holds(condition, context);
}

TEST(Condition, ReplacesVariables) {
  EXPECT_TRUE(AsksForTheOrganization("StringEquals", "o-a", "o-a"));
  EXPECT_FALSE(AsksForTheOrganization("StringEquals", "o-a", "o-b"));
  EXPECT_FALSE(AsksForTheOrganization("StringNotEquals", "o-a", "o-a"));
  EXPECT_TRUE(AsksForTheOrganization("StringNotEquals", "o-a", "o-b"));
  EXPECT_TRUE(AsksForTheOrganization("StringLike", "o-a", "o-a"));
}

TEST(Condition, IsEqualToNoVariableWithoutAValue) {
  EXPECT_FALSE(AsksForTheOrganization("StringEquals", "o-a", nullptr));
  EXPECT_FALSE(AsksForTheOrganization("StringLike", "o-a", nullptr));
  EXPECT_TRUE(AsksForTheOrganization("StringNotEquals", "o-a", nullptr));
  EXPECT_TRUE(AsksForTheOrganization("StringNotEquals", nullptr, nullptr));
}

TEST(Condition, LeavesVariablesOfTheOlderVersionAlone) {
  EXPECT_TRUE(Asks("StringEquals", {"${aws:SourceVpc}"}, {"${aws:SourceVpc}"}));
  EXPECT_FALSE(Asks("StringEquals", {"${aws:SourceVpc}"}, {"vpc-a"}));
}

}  // namespace
}  // namespace countersign
