#include "policy/condition_operator.h"

#include <gtest/gtest.h>

#include <string>

namespace countersign {
namespace {

// Asks whether a request's value matches one of the policy's; polarity aside.
bool Match(const char* name, const char* in_policy, const std::string& in_request) {
  const auto op = ParseConditionOperator(name);
  EXPECT_TRUE(op) << name;
  if (!op) return false;
  const auto operand = ParseOperand(*op, in_policy);
  EXPECT_TRUE(operand) << in_policy;
  return operand && Matches(*op, *operand, in_request);
}

bool Reads(const char* name, const char* in_policy) {
  return ParseOperand(*ParseConditionOperator(name), in_policy).has_value();
}

TEST(ConditionOperator, IsTakenApart) {
  const auto op = ParseConditionOperator("ForAllValues:StringNotLikeIfExists");
  ASSERT_TRUE(op);
  EXPECT_EQ(op->kind, ValueKind::kText);
  EXPECT_EQ(op->relation, Relation::kLike);
  EXPECT_EQ(op->polarity, Polarity::kNegated);
  EXPECT_EQ(op->when_absent, WhenAbsent::kHolds);
  EXPECT_EQ(op->set, SetOperator::kForAllValues);
  EXPECT_EQ(ParseConditionOperator("ForAnyValue:Bool")->set, SetOperator::kForAnyValue);
  EXPECT_EQ(ParseConditionOperator("Bool")->when_absent, WhenAbsent::kByPolarity);
}

TEST(ConditionOperator, IsUnknownUnlessSpelledExactly) {
  for (const char* name :
       {"", "IfExists", "stringEquals", "StringEqual", "StringEquals ", "StringEqualsIfExist",
        "StringEqualsIfExistsIfExists", "ForAny:StringEquals", "ForAnyValue:", "BinaryEquals",
        "IPAddress", "NotBool", "NumericNotLessThan", "IfExistsBool"}) {
    EXPECT_EQ(ParseConditionOperator(name), std::nullopt) << name;
  }
}

TEST(ConditionOperator, NullTakesNeitherIfExistsNorASet) {
  EXPECT_TRUE(ParseConditionOperator("Null"));
  EXPECT_FALSE(ParseConditionOperator("NullIfExists"));
  EXPECT_FALSE(ParseConditionOperator("ForAnyValue:Null"));
}

TEST(ConditionOperator, ComparesTexts) {
  EXPECT_TRUE(Match("StringEquals", "vpc-1a2b", "vpc-1a2b"));
  EXPECT_FALSE(Match("StringEquals", "vpc-1a2b", "vpc-1A2b"));
  EXPECT_FALSE(Match("StringEquals", "vpc-*", "vpc-1a2b"));
  EXPECT_TRUE(Match("StringEqualsIgnoreCase", "vpc-1a2b", "VPC-1A2B"));
  EXPECT_TRUE(Match("StringLike", "vpc-?a*", "vpc-1a2b"));
  EXPECT_FALSE(Match("StringLike", "vpc-?a", "vpc-1a2b"));
}

TEST(ConditionOperator, ComparesNumbersNotTheirSpelling) {
  EXPECT_TRUE(Match("NumericEquals", "600000.0", "600000"));
  EXPECT_TRUE(Match("NumericLessThan", "600000", "99999"));
  EXPECT_FALSE(Match("NumericLessThan", "600000", "600000"));
  EXPECT_TRUE(Match("NumericLessThanEquals", "600000", "600000"));
  EXPECT_FALSE(Match("NumericLessThanEquals", "600000", "600001"));
  EXPECT_TRUE(Match("NumericGreaterThan", "600000", "1000000"));
  EXPECT_FALSE(Match("NumericGreaterThan", "600000", "600000"));
  EXPECT_TRUE(Match("NumericGreaterThanEquals", "600000", "600000"));
  EXPECT_FALSE(Match("NumericGreaterThanEquals", "600000", "599999"));
  EXPECT_TRUE(Match("NumericGreaterThan", "-1.5", "0"));
}

TEST(ConditionOperator, ComparesInstantsNotTheirSpelling) {
  EXPECT_TRUE(Match("DateEquals", "2013-05-24T02:00:00+02:00", "2013-05-24T00:00:00Z"));
  EXPECT_TRUE(Match("DateEquals", "2013-05-24", "1369353600"));
  EXPECT_TRUE(Match("DateLessThan", "2013-05-24T00:00:00Z", "2013-05-23T23:59:59Z"));
  EXPECT_FALSE(Match("DateLessThan", "2013-05-24T00:00:00Z", "2013-05-24T00:00:00Z"));
  EXPECT_TRUE(Match("DateGreaterThanEquals", "2013-05-24T00:00:00Z", "2013-05-24T00:00:00Z"));
}

TEST(ConditionOperator, ComparesTruthAddressesAndArns) {
  EXPECT_TRUE(Match("Bool", "false", "false"));
  EXPECT_FALSE(Match("Bool", "false", "true"));
  EXPECT_FALSE(Match("Bool", "false", "no"));
  EXPECT_TRUE(Match("NotIpAddress", "203.0.113.0/24", "203.0.113.7"));
  EXPECT_FALSE(Match("IpAddress", "203.0.113.0/24", "198.51.100.7"));
  EXPECT_TRUE(Match("ArnLike", "arn:aws:iam::*:user/*", "arn:aws:iam::123456789012:user/alice"));
  EXPECT_TRUE(Match("ArnEquals", "arn:aws:iam::*:user/*", "arn:aws:iam::123456789012:user/alice"));
}

TEST(ConditionOperator, AValueOfAnotherKindMatchesNothing) {
  EXPECT_FALSE(Match("NumericLessThan", "600000", "soon"));
  EXPECT_FALSE(Match("DateLessThan", "2013-05-24", "yesterday"));
  EXPECT_FALSE(Match("IpAddress", "0.0.0.0/0", "unknown"));
  EXPECT_FALSE(Match("ArnLike", "arn:*:*:*:*:*", "alice"));
}

TEST(ConditionOperator, ReadsOnlyOperandsOfItsKind) {
  EXPECT_FALSE(Reads("Bool", "yes"));
  EXPECT_FALSE(Reads("Bool", "True"));
  EXPECT_FALSE(Reads("Null", "maybe"));
  EXPECT_TRUE(Reads("Null", "true"));
  EXPECT_FALSE(Reads("IpAddress", "IP-address"));
  EXPECT_FALSE(Reads("DateLessThan", "2013-*"));
  EXPECT_FALSE(Reads("ArnLike", "*"));
  EXPECT_TRUE(Reads("StringEquals", ""));
  for (const char* text : {"", "-", ".", "1e3", "0x10", "inf", "nan", "1 ", "+1", "1,5", "1.2.3"}) {
    EXPECT_FALSE(Reads("NumericLessThan", text)) << text;
  }
}

}  // namespace
}  // namespace countersign
