#include "judge/consequence.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "judge/derive.h"
#include "judge/sample_case_test.h"
#include "suite/load.h"

namespace countersign {
namespace {

const Suite& SignedSuite() {
  static const Suite* const kSuite = [] {
    auto* suite = new Suite(std::get<Suite>(LoadEmbedded()));
    EXPECT_EQ(FillSignatures(*suite), std::nullopt);
    return suite;
  }();
  return *kSuite;
}

std::string OfCase(std::string_view id) {
  for (const Case& one : SignedSuite().cases) {
    if (one.id == id) return VerifyConsequence(one);
  }
  return "no such case";
}

TEST(VerifyConsequence, SaysThatTheRightSecretIsNeededForAKeyIdOfAnotherSpelling) {
  const std::string_view needed =
      "A key id that does not exist is treated as another one. The right secret is still needed.";
  EXPECT_EQ(OfCase("verify/keys/lower-case-key-id"), needed);
  EXPECT_EQ(OfCase("verify/keys/prefix-of-key-id"), needed);
}

TEST(VerifyConsequence, SaysThatAnEmptySecretIsEnough) {
  EXPECT_EQ(OfCase("verify/keys/unknown-with-empty-secret"),
            "Anybody can make up a key id, sign with an empty secret and be let in.");
}

TEST(VerifyConsequence, SaysThatNothingWasCheckedIfNobodyKnowsTheSecret) {
  EXPECT_EQ(
      OfCase("verify/keys/none-known"),
      "The key does not exist, so its signature cannot have been checked: anybody is let in.");
}

TEST(VerifyConsequence, SpeaksOfATemporaryKeyOnlyIfThereIsOne) {
  EXPECT_EQ(OfCase("verify/token/missing"),
            "A temporary key is accepted without its session token.");
  EXPECT_EQ(OfCase("verify/token/garbage"),
            "A temporary key is accepted with a session token that S3 refuses.");
  EXPECT_EQ(OfCase("verify/token/garbage-for-permanent-key"),
            "A permanent key is accepted with a session token that S3 refuses.");
}

TEST(VerifyConsequence, FollowsFromTheClassOtherwise) {
  EXPECT_EQ(VerifyConsequence(VerifyCase({{false, "expired", 403, "AccessDenied"}})),
            "Anybody with the URL can go on using it after its end.");
  EXPECT_EQ(VerifyConsequence(VerifyCase({{false, {}, {}, {}}})),
            "Anybody with the URL is let in although S3 refuses.");
}

}  // namespace
}  // namespace countersign
