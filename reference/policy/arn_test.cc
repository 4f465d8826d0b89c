#include "policy/arn.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(Arn, HasSixPartsOfWhichTheLastKeepsItsColons) {
  constexpr std::string_view kArn = "arn:aws:s3:us-east-1:123456789012:a:b:c";
  EXPECT_EQ(ArnPart(kArn, 0), "arn");
  EXPECT_EQ(ArnPart(kArn, 3), "us-east-1");
  EXPECT_EQ(ArnPart(kArn, 4), "123456789012");
  EXPECT_EQ(ArnPart(kArn, 5), "a:b:c");
  EXPECT_EQ(ArnPart("arn:aws:s3", 1), "");
}

TEST(Arn, IsToldFromOtherTexts) {
  EXPECT_TRUE(IsArn("arn:aws:s3:::examplebucket"));
  EXPECT_FALSE(IsArn("arn:aws:s3::examplebucket"));
  EXPECT_FALSE(IsArn("urn:aws:s3:::examplebucket"));
  EXPECT_FALSE(IsArn(""));
}

// The example of "IAM JSON policy elements: Condition operators", ARN condition operators.
TEST(Arn, NoWildcardReachesOverAColon) {
  constexpr std::string_view kPattern = "arn:aws:someservice:*:111122223333:finance/*";
  EXPECT_FALSE(ArnMatches(
      kPattern,
      "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt"));
  EXPECT_TRUE(
      ArnMatches(kPattern, "arn:aws:someservice:us-east-2:111122223333:finance/document.txt"));
}

TEST(Arn, TheResourceMayHoldColonsAndSlashes) {
  EXPECT_TRUE(ArnMatches("arn:aws:s3:::examplebucket/*", "arn:aws:s3:::examplebucket/a/b:c"));
  EXPECT_FALSE(ArnMatches("arn:aws:s3:::examplebucket/*", "arn:aws:s3:::examplebucket"));
  EXPECT_FALSE(ArnMatches("arn:aws:s3:::ExampleBucket", "arn:aws:s3:::examplebucket"));
}

TEST(Arn, WithFewerThanSixPartsMatchesNothing) {
  EXPECT_FALSE(ArnMatches("*", "arn:aws:s3:::examplebucket"));
  EXPECT_FALSE(ArnMatches("arn:aws:s3:::*", "examplebucket"));
}

}  // namespace
}  // namespace countersign
