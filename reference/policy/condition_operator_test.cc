#include "policy/condition_operator.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <utility>

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

using Values = std::initializer_list<const char*>;

// Expects which of a request's values match one of the policy's.
void ExpectMatch(const char* name, const char* in_policy, Values matching, Values others) {
  for (const char* value : matching)
    EXPECT_TRUE(Match(name, in_policy, value)) << name << " " << value;
  for (const char* value : others)
    EXPECT_FALSE(Match(name, in_policy, value)) << name << " " << value;
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
  ExpectMatch("StringEquals", "vpc-1a2b", {"vpc-1a2b"}, {"vpc-1A2b"});
  ExpectMatch("StringEquals", "vpc-*", {}, {"vpc-1a2b"});
  ExpectMatch("StringEqualsIgnoreCase", "vpc-1a2b", {"VPC-1A2B"}, {});
  ExpectMatch("StringLike", "vpc-?a*", {"vpc-1a2b"}, {});
  ExpectMatch("StringLike", "vpc-?a", {}, {"vpc-1a2b"});
}

TEST(ConditionOperator, ComparesNumbersNotTheirSpelling) {
  ExpectMatch("NumericEquals", "600000.0", {"600000"}, {});
  ExpectMatch("NumericLessThan", "600000", {"99999"}, {"600000"});
  ExpectMatch("NumericLessThanEquals", "600000", {"600000"}, {"600001"});
  ExpectMatch("NumericGreaterThan", "600000", {"1000000"}, {"600000"});
  ExpectMatch("NumericGreaterThanEquals", "600000", {"600000"}, {"599999"});
  ExpectMatch("NumericGreaterThan", "-1.5", {"0"}, {});
}

TEST(ConditionOperator, ComparesInstantsNotTheirSpelling) {
  ExpectMatch("DateEquals", "2013-05-24T02:00:00+02:00", {"2013-05-24T00:00:00Z"}, {});
  ExpectMatch("DateEquals", "2013-05-24", {"1369353600"}, {});
  ExpectMatch("DateLessThan", "2013-05-24T00:00:00Z", {"2013-05-23T23:59:59Z"},
              {"2013-05-24T00:00:00Z"});
  ExpectMatch("DateGreaterThanEquals", "2013-05-24T00:00:00Z", {"2013-05-24T00:00:00Z"}, {});
}

TEST(ConditionOperator, ComparesTruthAddressesAndArns) {
  ExpectMatch("Bool", "false", {"false"}, {"true", "no"});
  ExpectMatch("NotIpAddress", "203.0.113.0/24", {"203.0.113.7"}, {});
  ExpectMatch("IpAddress", "203.0.113.0/24", {}, {"198.51.100.7"});
  ExpectMatch("ArnLike", "arn:aws:iam::*:user/*", {"arn:aws:iam::123456789012:user/alice"}, {});
  ExpectMatch("ArnEquals", "arn:aws:iam::*:user/*", {"arn:aws:iam::123456789012:user/alice"}, {});
}

TEST(ConditionOperator, AValueOfAnotherKindMatchesNothing) {
  ExpectMatch("NumericLessThan", "600000", {}, {"soon"});
  ExpectMatch("DateLessThan", "2013-05-24", {}, {"yesterday"});
  ExpectMatch("IpAddress", "0.0.0.0/0", {}, {"unknown"});
  ExpectMatch("ArnLike", "arn:*:*:*:*:*", {}, {"alice"});
}

TEST(ConditionOperator, ReadsOnlyOperandsOfItsKind) {
  EXPECT_TRUE(Reads("Null", "true"));
  EXPECT_TRUE(Reads("StringEquals", ""));
  for (const auto& [name, text] : {std::pair{"Bool", "yes"},
                                   {"Bool", "True"},
                                   {"Null", "maybe"},
                                   {"IpAddress", "IP-address"},
                                   {"DateLessThan", "2013-*"},
                                   {"ArnLike", "*"}}) {
    EXPECT_FALSE(Reads(name, text)) << name << " " << text;
  }
  for (const char* text : {"", "-", ".", "1e3", "0x10", "inf", "nan", "1 ", "+1", "1,5", "1.2.3"}) {
    EXPECT_FALSE(Reads("NumericLessThan", text)) << text;
  }
}

}  // namespace
}  // namespace countersign
