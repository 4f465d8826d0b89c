#include "live_server/same_edit.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(ApplySameEdit, ChangesTheLiveTextAsTheCaseChangedItsOwn) {
  EXPECT_EQ(ApplySameEdit("us-east-1", "us-east-1", "eu-west-3"), "eu-west-3");
  EXPECT_EQ(ApplySameEdit("us-east-1", "US-EAST-1", "eu-west-3"), "EU-WEST-3");
  EXPECT_EQ(ApplySameEdit("AKIAEXAMPLE", "akiaexample", "LIVEKEY"), "livekey");
  EXPECT_EQ(ApplySameEdit("us-east-1", "us-east-1 ", "eu-west-3"), "eu-west-3 ");
  EXPECT_EQ(ApplySameEdit("abcd", "0xabcd", "1234"), "0x1234");
  EXPECT_EQ(ApplySameEdit("abcd", "abcdabcd", "1234"), "12341234");
  EXPECT_EQ(ApplySameEdit("abcd", "dcba", "1234"), "4321");
  EXPECT_EQ(ApplySameEdit("AKIAEXAMPLE", "", "LIVEKEY"), "");
}

TEST(ApplySameEdit, CutsAsMuchFromTheSameEnd) {
  EXPECT_EQ(ApplySameEdit("AKIAEXAMPLE", "AKIAEXAMPL", "LIVEKEY"), "LIVEKE");
  EXPECT_EQ(ApplySameEdit("abcdef", "bcdef", "123456"), "23456");
  EXPECT_EQ(ApplySameEdit("abcdef", "a", "123456"), "1");
  EXPECT_EQ(ApplySameEdit("abcdef", "abc", "123456"), "123");
}

TEST(ApplySameEdit, ReplacesCharactersInTheSamePlaces) {
  EXPECT_EQ(ApplySameEdit("0000", "0100", "2222"), "2122");
  // If the live text already has the case's wrong digit, another one is used.
  EXPECT_EQ(ApplySameEdit("0000", "0100", "2122"), "2222");
  EXPECT_EQ(ApplySameEdit("ab34", "ba34", "cd56"), "dc56");
}

TEST(ApplySameEdit, ReturnsNulloptForAnUnrelatedText) {
  EXPECT_EQ(ApplySameEdit("us-east-1", "aws-global", "eu-west-3"), std::nullopt);
  EXPECT_EQ(ApplySameEdit("82a9e14d32bf", "000000000000", "1123456789ab"), std::nullopt);
}

TEST(ApplySameEdit, ReturnsNulloptIfNothingWouldChange) {
  EXPECT_EQ(ApplySameEdit("127.0.0.1x", "127.0.0.1X", "127.0.0.1"), std::nullopt);
  EXPECT_EQ(ApplySameEdit("abcd", "dcba", "1221"), std::nullopt);
}

}  // namespace
}  // namespace countersign
