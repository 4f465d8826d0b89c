#include "judge/redact.h"

#include <gtest/gtest.h>

#include "judge/sample_case_test.h"

namespace countersign {
namespace {

Case WithToken(const std::string& token) {
  PresignMessage message = PublishedPresign();
  message.credentials.session_token = token;
  return PresignCase(message);
}

TEST(Redactor, KnowsASecretInEverySpelling) {
  const Redactor redactor(WithToken("to/k\"en"));
  EXPECT_EQ(redactor.Apply("a to/k\"en b"), "a [redacted] b");
  EXPECT_EQ(redactor.Apply("a to%2Fk%22en b"), "a [redacted] b");
  EXPECT_EQ(redactor.Apply("a to/k%22en b"), "a [redacted] b");
  EXPECT_EQ(redactor.Apply("a to%252Fk%2522en b"), "a [redacted] b");
  EXPECT_EQ(redactor.Apply("a to/k\\\"en b"), "a [redacted] b");
  EXPECT_EQ(redactor.Apply(kPublishedSecret + kPublishedSecret), "[redacted][redacted]");
}

TEST(Redactor, HidesTokensThatTheCaseDoesNotKnow) {
  const Redactor redactor(PresignCase());
  EXPECT_EQ(redactor.Apply("?X-Amz-Security-Token=abc%2Fdef&b=1"),
            "?X-Amz-Security-Token=[redacted]&b=1");
  EXPECT_EQ(redactor.Apply("x-amz-security-token: abc\nb"), "x-amz-security-token: [redacted]\nb");
  EXPECT_EQ(redactor.Apply("X-AMZ-S3SESSION-TOKEN=abc"), "X-AMZ-S3SESSION-TOKEN=[redacted]");
}

TEST(Redactor, LeavesTheRestAlone) {
  const std::string text =
      "AKIAIOSFODNN7EXAMPLE X-Amz-Security-Token is not in the URL; x-amz-security-token;host "
      "X-Amz-Security-Token= is empty; X-Amz-Security-Token=";
  EXPECT_EQ(Redactor(PresignCase()).Apply(text), text);
  EXPECT_EQ(Redactor(WithToken("")).Apply(text), text);
}

TEST(Redactor, CoversEveryCredentialOfAVerifierAndTheSignersOwnSecret) {
  Case c = VerifyCase({{true, {}, {}, {}}});
  CredentialMessage second = PublishedCredentials();
  second.secret_access_key = "second-secret";
  std::get<VerifyMessage>(c.request).credentials.push_back(second);
  c.signed_as.emplace().secret_access_key = "third-secret";
  EXPECT_EQ(Redactor(c).Apply(kPublishedSecret + " second-secret third-secret"),
            "[redacted] [redacted] [redacted]");
}

TEST(Redactor, CoversTheSecretsOfSeveralCases) {
  const Case one = WithToken("first-token");
  const Case two = WithToken("second-token");
  const Redactor redactor(std::vector<const Case*>{&one, &two});
  EXPECT_EQ(redactor.Apply("first-token second-token " + kPublishedSecret),
            "[redacted] [redacted] [redacted]");
}

TEST(Redactor, LeavesWordsOfARunAloneThatHaveAVeryShortSecretInThem) {
  const Case one = WithToken("x");
  EXPECT_EQ(Redactor(std::vector<const Case*>{&one}).Apply("exited with status 2"),
            "exited with status 2");
}

TEST(Redactor, ReplacesTheLongerOfTwoSecretsFirst) {
  EXPECT_EQ(
      Redactor(WithToken(kPublishedSecret + "-and-more")).Apply(kPublishedSecret + "-and-more"),
      "[redacted]");
}

TEST(Redactor, MovesAPositionWithItsByte) {
  const Redactor redactor(WithToken("TOKEN"));
  std::size_t behind = 8;  // the 'b' in "a TOKEN b"
  EXPECT_EQ(redactor.Apply("a TOKEN b", &behind)[behind], 'b');
  std::size_t inside = 4;
  redactor.Apply("a TOKEN b", &inside);
  EXPECT_EQ(inside, 2u);
  std::size_t before = 0;
  redactor.Apply("a TOKEN b", &before);
  EXPECT_EQ(before, 0u);
}

TEST(RedactResult, LeavesAWordOfOurOwnSentenceAloneThatIsASecretByChance) {
  PresignMessage message = PublishedPresign();
  message.credentials.secret_access_key = "secret";
  const Redactor redactor(PresignCase(message));
  CaseResult result;
  result.explanation = "The secret is wrong.";
  result.observed = Answer(RejectAnswer{});
  RedactResult(redactor, result);
  EXPECT_EQ(result.explanation, "The secret is wrong.");

  result.explanation = "The signer refused: no secret";
  result.observed = Answer(FaultAnswer{"no secret"});
  RedactResult(redactor, result);
  EXPECT_EQ(result.explanation, "The signer refused: no [redacted]");
  EXPECT_EQ(std::get<FaultAnswer>(std::get<Answer>(*result.observed)).message, "no [redacted]");
}

TEST(RedactResult, PointsAtTheRedactionWhereTheSecretItselfDiffers) {
  CaseResult result;
  result.difference = StageDifference{"canonical request", "a=1&X-Amz-Security-Token=TOKEN&b",
                                      "a=1&X-Amz-Security-Token=TOKEM&b", 29};
  RedactResult(Redactor(WithToken("TOKEN")), result);
  EXPECT_EQ(result.difference->expected, "a=1&X-Amz-Security-Token=[redacted]&b");
  EXPECT_EQ(result.difference->observed, "a=1&X-Amz-Security-Token=[redacted]&b");
  EXPECT_EQ(result.difference->offset, 25u);
}

}  // namespace
}  // namespace countersign
