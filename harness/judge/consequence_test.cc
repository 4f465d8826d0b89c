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

TEST(VerifyConsequence, SaysWhoseSecretSignedForAKeyIdOfAnotherSpelling) {
  const std::string_view with_another =
      "A key id that does not exist is accepted with the secret of another key.";
  EXPECT_EQ(OfCase("verify/keys/lower-case-key-id"), with_another);
  EXPECT_EQ(OfCase("verify/keys/prefix-of-key-id"), with_another);
}

TEST(VerifyConsequence, SaysThatAnEmptySecretIsEnough) {
  EXPECT_EQ(OfCase("verify/keys/unknown-with-empty-secret"),
            "Anybody can make up a key id, sign with an empty secret and be let in.");
}

TEST(VerifyConsequence, SaysThatNothingWasCheckedIfNobodyKnowsTheSecret) {
  EXPECT_EQ(OfCase("verify/keys/none-known"),
            "The key does not exist, so its signature cannot have been checked.");
}

TEST(VerifyConsequence, SpeaksOfATemporaryKeyOnlyIfThereIsOne) {
  EXPECT_EQ(OfCase("verify/token/missing"),
            "A temporary key is accepted without its session token.");
  EXPECT_EQ(OfCase("verify/token/garbage"),
            "A temporary key is accepted with a session token that S3 refuses.");
  EXPECT_EQ(OfCase("verify/token/garbage-for-permanent-key"),
            "A permanent key is accepted with a session token that S3 refuses.");
}

// A proxy that decodes %2B lets nobody alter a URL, and nobody can forge one with that.
TEST(VerifyConsequence, DoesNotCallAnotherSpellingOfTheSignedUrlAForgery) {
  EXPECT_EQ(OfCase("verify/path/plus-raw"),
            "The request differs from the signed one only in how its path is written: "
            "percent-decoded, the two are the same.");
}

TEST(VerifyConsequence, NamesThePartsThatWereChangedAfterSigning) {
  const std::string_view end = ": anybody with the URL can make this change and is let in.";
  const std::string front = "The request differs from the signed one in its ";
  EXPECT_EQ(OfCase("verify/method/get-url-used-with-put"), front + "method" + std::string(end));
  EXPECT_EQ(
      OfCase(
          "verify/crossed/target-changed/path-get-virtual-noport-notoken-noquery-noheaders-plain"),
      front + "path" + std::string(end));
  EXPECT_EQ(OfCase("verify/host/bucket-swapped"), front + "header host" + std::string(end));
}

TEST(VerifyConsequence, TellsASignatureOfNoSignerFromAnotherSpellingOfTheRightOne) {
  EXPECT_EQ(OfCase("verify/signature/upper-case"),
            "The right signature is accepted although it is not in lower case.");
  EXPECT_EQ(OfCase("verify/signature/all-zeros"),
            "A signature is accepted that is not the one of this request.");
}

std::string OfLifetime(std::int64_t asked, const std::string& stated, const char* rejection_class) {
  PresignMessage message = PublishedPresign();
  message.expires = asked;
  Case c = PresignCase(message);
  c.expected = {{false, rejection_class, {}, {}}};
  return PresignConsequence(c, "https://h/test.txt" + stated);
}

TEST(PresignConsequence, LooksAtTheLifetimeThatTheUrlStates) {
  EXPECT_EQ(OfLifetime(604801, "?X-Amz-Expires=604801", "expires-too-long"),
            "S3 refuses such a URL, which only its user finds out.");
  EXPECT_EQ(OfLifetime(604801, "?X-Amz-Expires=604800", "expires-too-long"),
            "Its X-Amz-Expires is 604800, which nobody asked.");
  EXPECT_EQ(OfLifetime(-1, "?X-Amz-Expires=18446744073709551615-and-more", "expires-too-short"),
            "Its X-Amz-Expires is 18446744073709551615, which nobody asked.");
  EXPECT_EQ(OfLifetime(-1, "", "expires-too-short"), "The URL has no X-Amz-Expires.");
  EXPECT_EQ(OfLifetime(1, "?X-Amz-Expires=2", "bad-input"),
            "What is wrong with the input is found only by the URL's user.");
}

TEST(VerifyConsequence, FollowsFromTheClassOtherwise) {
  EXPECT_EQ(VerifyConsequence(VerifyCase({{false, "expired", 403, "AccessDenied"}})),
            "Anybody with the URL can go on using it after its end.");
  EXPECT_EQ(VerifyConsequence(VerifyCase({{false, {}, {}, {}}})),
            "Anybody with the URL is let in although S3 refuses.");
}

}  // namespace
}  // namespace countersign
