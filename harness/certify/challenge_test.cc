#include "certify/challenge.h"

#include <gtest/gtest.h>

#include "sigv4/digest.h"

namespace countersign {
namespace {

// RFC 5869, Appendix A.
TEST(HkdfSha256, YieldsThePublishedAnswers) {
  std::string info;
  for (int i = 0xf0; i <= 0xf9; ++i) info += static_cast<char>(i);
  std::string salt;
  for (int i = 0; i <= 0x0c; ++i) salt += static_cast<char>(i);
  EXPECT_EQ(Hex(HkdfSha256(std::string(22, '\x0b'), salt, info, 42)),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  EXPECT_EQ(Hex(HkdfSha256(std::string(22, '\x0b'), "", "", 42)),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(ParseChallenge, ReadsSixtyFourHexDigitsAndNothingElse) {
  const std::string hex(64, 'a');
  ASSERT_TRUE(ParseChallenge(hex));
  EXPECT_EQ(ParseChallenge(hex)->HexText(), hex);
  EXPECT_TRUE(ParseChallenge(std::string(64, 'A')));
  EXPECT_FALSE(ParseChallenge(hex.substr(1)));
  EXPECT_FALSE(ParseChallenge(hex + "a"));
  EXPECT_FALSE(ParseChallenge(std::string(63, 'a') + "g"));
  EXPECT_FALSE(ParseChallenge(""));
}

TEST(RandomChallenge, IsAnotherEachTime) {
  EXPECT_NE(RandomChallenge().bytes, RandomChallenge().bytes);
  EXPECT_FALSE(RandomChallenge().is_given);
}

TEST(OneTimeBytes, FollowFromChallengeAndId) {
  const Challenge challenge = *ParseChallenge(std::string(64, 'a'));
  const Challenge other = *ParseChallenge(std::string(64, 'b'));
  const std::string text = OneTimeBytes(challenge, "a").Letters(40);
  EXPECT_EQ(OneTimeBytes(challenge, "a").Letters(40), text);
  EXPECT_NE(OneTimeBytes(challenge, "b").Letters(40), text);
  EXPECT_NE(OneTimeBytes(other, "a").Letters(40), text);
}

// A long session token needs more bytes than HKDF yields at once.
TEST(OneTimeBytes, DoNotEndOrRepeat) {
  OneTimeBytes bytes(RandomChallenge(), "a");
  std::string drawn;
  for (int i = 0; i < 30'000; ++i) drawn += static_cast<char>(bytes.Next());
  for (std::size_t at = 32; at + 32 <= drawn.size(); at += 32) {
    ASSERT_EQ(drawn.find(drawn.substr(at, 32)), at) << at;
  }
}

TEST(OneTimeBytes, SameShapeKeepsTheKindOfEachCharacter) {
  OneTimeBytes bytes(RandomChallenge(), "a");
  const std::string made = bytes.SameShape("AKIA/9x+=\xff%2Fa%");
  ASSERT_EQ(made.size(), 15U);
  EXPECT_TRUE(made[0] >= 'A' && made[0] <= 'Z');
  EXPECT_EQ(made[4], '/');
  EXPECT_TRUE(made[5] >= '0' && made[5] <= '9');
  EXPECT_TRUE(made[6] >= 'a' && made[6] <= 'z');
  EXPECT_EQ(made.substr(7, 6), "+=\xff%2F");
  EXPECT_EQ(made[14], '%');
}

}  // namespace
}  // namespace countersign
