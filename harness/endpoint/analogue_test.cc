#include "endpoint/analogue.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(Analogue, DoesToTheLiveTextWhatTheCaseDidToItsOwn) {
  EXPECT_EQ(Analogue("us-east-1", "us-east-1", "eu-west-3"), "eu-west-3");
  EXPECT_EQ(Analogue("us-east-1", "US-EAST-1", "eu-west-3"), "EU-WEST-3");
  EXPECT_EQ(Analogue("AKIAEXAMPLE", "akiaexample", "LIVEKEY"), "livekey");
  EXPECT_EQ(Analogue("us-east-1", "us-east-1 ", "eu-west-3"), "eu-west-3 ");
  EXPECT_EQ(Analogue("abcd", "0xabcd", "1234"), "0x1234");
  EXPECT_EQ(Analogue("abcd", "abcdabcd", "1234"), "12341234");
  EXPECT_EQ(Analogue("abcd", "dcba", "1234"), "4321");
  EXPECT_EQ(Analogue("AKIAEXAMPLE", "", "LIVEKEY"), "");
}

TEST(Analogue, CutsAsMuchOffEitherEnd) {
  EXPECT_EQ(Analogue("AKIAEXAMPLE", "AKIAEXAMPL", "LIVEKEY"), "LIVEKE");
  EXPECT_EQ(Analogue("abcdef", "bcdef", "123456"), "23456");
  EXPECT_EQ(Analogue("abcdef", "a", "123456"), "1");
  EXPECT_EQ(Analogue("abcdef", "abc", "123456"), "123");
}

TEST(Analogue, ChangesTheSamePlacesToSomethingElse) {
  EXPECT_EQ(Analogue("0000", "0100", "2222"), "2122");
  // Where the live text has the case's wrong digit already, another one.
  EXPECT_EQ(Analogue("0000", "0100", "2122"), "2222");
  EXPECT_EQ(Analogue("ab34", "ba34", "cd56"), "dc56");
}

TEST(Analogue, HasNoneForAnUnrelatedText) {
  EXPECT_EQ(Analogue("us-east-1", "aws-global", "eu-west-3"), std::nullopt);
  EXPECT_EQ(Analogue("82a9e14d32bf", "000000000000", "1123456789ab"), std::nullopt);
}

TEST(Analogue, HasNoneThatWouldChangeNothing) {
  EXPECT_EQ(Analogue("127.0.0.1x", "127.0.0.1X", "127.0.0.1"), std::nullopt);
  EXPECT_EQ(Analogue("abcd", "dcba", "1221"), std::nullopt);
}

}  // namespace
}  // namespace countersign
