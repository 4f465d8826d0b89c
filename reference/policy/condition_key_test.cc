#include "policy/condition_key.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

std::optional<ConditionKey> Found(std::string_view name) {
  const std::optional<NamedKey> found = FindConditionKey(name);
  if (!found) return std::nullopt;
  return found->key;
}

TEST(ConditionKey, IsFoundInLettersOfAnyCase) {
  EXPECT_EQ(Found("aws:SourceIp"), ConditionKey::kSourceIp);
  EXPECT_EQ(Found("AWS:sourceip"), ConditionKey::kSourceIp);
  EXPECT_EQ(Found("s3:SIGNATUREAGE"), ConditionKey::kSignatureAge);
}

TEST(ConditionKey, OfATagHasItsName) {
  const std::optional<NamedKey> found = FindConditionKey("AWS:principaltag/cost/Centre");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->key, ConditionKey::kPrincipalTag);
  EXPECT_EQ(found->tag, "cost/Centre");
}

TEST(ConditionKey, BelongsToAService) {
  const auto service_of = [](const char* name) { return FindConditionKey(name)->service; };
  EXPECT_EQ(Found("S3-Outposts:signatureAge"), ConditionKey::kSignatureAge);
  EXPECT_EQ(service_of("S3-Outposts:signatureAge"), "s3-outposts");
  EXPECT_EQ(service_of("s3:signatureAge"), "s3");
  EXPECT_EQ(service_of("s3express:SessionMode"), "s3express");
  EXPECT_EQ(service_of("aws:SourceIp"), "");
  EXPECT_EQ(Found("s3:SessionMode"), std::nullopt);
  EXPECT_EQ(Found("sns:signatureAge"), std::nullopt);
  EXPECT_EQ(Found("s3-outposts:SourceIp"), std::nullopt);
}

TEST(ConditionKey, OthersAreNotFound) {
  for (const char* name : {"", "SourceIp", "aws:SourceIp ", "aws:SourceI", "aws:SourceIp/a",
                           "aws:username", "aws:PrincipalTag", "aws:PrincipalTag/"}) {
    EXPECT_EQ(Found(name), std::nullopt) << name;
  }
}

TEST(ConditionKey, IsFoundByItsName) {
  for (int i = 0; i <= static_cast<int>(ConditionKey::kSessionMode); ++i) {
    const auto key = static_cast<ConditionKey>(i);
    EXPECT_EQ(Found(NameOf(key)), key) << NameOf(key);
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

TEST(RequestContext, HoldsTheKeysOfItsService) {
  RequestContext context;
  context.SetService("s3-outposts");
  context.Add(ConditionKey::kSignatureAge, "5");
  EXPECT_EQ(context.Values({ConditionKey::kSignatureAge, "", "s3-outposts"}).size(), 1U);
  EXPECT_TRUE(context.Values({ConditionKey::kSignatureAge, "", "s3"}).empty());
}

TEST(RequestContext, HoldsAValueForEachTag) {
  RequestContext context;
  context.AddTag("team", "blue");
  context.AddTag("Other", "");
  ASSERT_EQ(context.Values({ConditionKey::kPrincipalTag, "TEAM"}).size(), 1U);
  EXPECT_EQ(context.Values({ConditionKey::kPrincipalTag, "team"})[0], "blue");
  EXPECT_EQ(context.Values({ConditionKey::kPrincipalTag, "other"}).size(), 1U);
  EXPECT_TRUE(context.Values({ConditionKey::kPrincipalTag, "tea"}).empty());
  EXPECT_TRUE(context.Values(ConditionKey::kPrincipalTag).empty());
}

}  // namespace
}  // namespace countersign
