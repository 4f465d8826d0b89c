#include "policy/condition_key.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(ConditionKey, IsFoundInLettersOfAnyCase) {
  EXPECT_EQ(FindConditionKey("aws:SourceIp"), ConditionKey::kSourceIp);
  EXPECT_EQ(FindConditionKey("AWS:sourceip"), ConditionKey::kSourceIp);
  EXPECT_EQ(FindConditionKey("s3:SIGNATUREAGE"), ConditionKey::kSignatureAge);
}

TEST(ConditionKey, OthersAreNotFound) {
  for (const char* name : {"", "SourceIp", "aws:SourceIp ", "aws:SourceI", "aws:VpcSourceIp"}) {
    EXPECT_EQ(FindConditionKey(name), std::nullopt) << name;
  }
}

TEST(ConditionKey, IsFoundByItsName) {
  for (int i = 0; i <= static_cast<int>(ConditionKey::kContentSha256); ++i) {
    const auto key = static_cast<ConditionKey>(i);
    EXPECT_EQ(FindConditionKey(NameOf(key)), key) << NameOf(key);
  }
}

TEST(ConditionKey, IsReadAsTextAndAsWhatItIs) {
  EXPECT_TRUE(CanBeReadAs(ConditionKey::kSourceIp, ValueKind::kText));
  EXPECT_TRUE(CanBeReadAs(ConditionKey::kSourceIp, ValueKind::kAddress));
  EXPECT_FALSE(CanBeReadAs(ConditionKey::kSourceIp, ValueKind::kNumber));
  EXPECT_FALSE(CanBeReadAs(ConditionKey::kSourceVpc, ValueKind::kAddress));
  EXPECT_TRUE(CanBeReadAs(ConditionKey::kEpochTime, ValueKind::kNumber));
  EXPECT_TRUE(CanBeReadAs(ConditionKey::kEpochTime, ValueKind::kDate));
  EXPECT_FALSE(CanBeReadAs(ConditionKey::kSignatureAge, ValueKind::kDate));
}

TEST(RequestContext, HoldsNoValueWhereNoneWasAdded) {
  RequestContext context;
  context.Add(ConditionKey::kSourceVpc, "vpc-1a2b");
  context.Add(ConditionKey::kSourceVpc, "vpc-3c4d");
  EXPECT_TRUE(context.Values(ConditionKey::kSourceVpce).empty());
  ASSERT_EQ(context.Values(ConditionKey::kSourceVpc).size(), 2U);
  EXPECT_EQ(context.Values(ConditionKey::kSourceVpc)[1], "vpc-3c4d");
}

}  // namespace
}  // namespace countersign
