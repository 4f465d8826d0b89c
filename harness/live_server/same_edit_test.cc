#include "live_server/same_edit.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(ApplySameEdit, DoesToTheLiveTextWhatTheCaseDidToItsOwn) {
  EXPECT_EQ(ApplySameEdit("us-east-1", "us-east-1", "eu-west-3"), "eu-west-3");
  EXPECT_EQ(ApplySameEdit("us-east-1", "US-EAST-1", "eu-west-3"), "EU-WEST-3");
  EXPECT_EQ(ApplySameEdit("AKIAEXAMPLE", "akiaexample", "LIVEKEY"), "livekey");
  EXPECT_EQ(ApplySameEdit("us-east-1", "us-east-1 ", "eu-west-3"), "eu-west-3 ");
  EXPECT_EQ(ApplySameEdit("abcd", "0xabcd", "1234"), "0x1234");
  EXPECT_EQ(ApplySameEdit("abcd", "abcdabcd", "1234"), "12341234");
  EXPECT_EQ(ApplySameEdit("abcd", "dcba", "1234"), "4321");
  EXPECT_EQ(ApplySameEdit("AKIAEXAMPLE", "", "LIVEKEY"), "");
}

TEST(ApplySameEdit, CutsAsMuchOffEitherEnd) {
  EXPECT_EQ(ApplySameEdit("AKIAEXAMPLE", "AKIAEXAMPL", "LIVEKEY"), "LIVEKE");
  EXPECT_EQ(ApplySameEdit("abcdef", "bcdef", "123456"), "23456");
  EXPECT_EQ(ApplySameEdit("abcdef", "a", "123456"), "1");
  EXPECT_EQ(ApplySameEdit("abcdef", "abc", "123456"), "123");
}

TEST(ApplySameEdit, ChangesTheSamePlacesToSomethingElse) {
  EXPECT_EQ(ApplySameEdit("0000", "0100", "2222"), "2122");
  // Where the live text has the case's wrong digit already, another one.
  EXPECT_EQ(ApplySameEdit("0000", "0100", "2122"), "2222");
  EXPECT_EQ(ApplySameEdit("ab34", "ba34", "cd56"), "dc56");
}

TEST(ApplySameEdit, HasNoneForAnUnrelatedText) {
  EXPECT_EQ(ApplySameEdit("us-east-1", "aws-global", "eu-west-3"), std::nullopt);
  EXPECT_EQ(ApplySameEdit("82a9e14d32bf", "000000000000", "1123456789ab"), std::nullopt);
}

TEST(ApplySameEdit, HasNoneThatWouldChangeNothing) {
  EXPECT_EQ(ApplySameEdit("127.0.0.1x", "127.0.0.1X", "127.0.0.1"), std::nullopt);
  EXPECT_EQ(ApplySameEdit("abcd", "dcba", "1221"), std::nullopt);
}

}  // namespace
}  // namespace countersign
