#include "judge/shorten.h"

#include <gtest/gtest.h>

#include "sigv4/digest.h"

namespace countersign {
namespace {

constexpr std::size_t kMebibytes = std::size_t{16} << 20;

TEST(ShortenAnswer, KeepsTheBeginningTheLengthAndTheDigestOfALongText) {
  const std::string message(kMebibytes, 'a');
  Answer answer = RejectAnswer{.status = {},
                               .code = "Code",
                               .rejection_class = {},
                               .message = message,
                               .canonical_request = {},
                               .string_to_sign = {}};
  ShortenAnswer(answer);
  EXPECT_EQ(std::get<RejectAnswer>(answer).message,
            std::string(2048, 'a') + "... (16777216 bytes, SHA-256 " + Hex(Sha256(message)) + ")");
  EXPECT_EQ(std::get<RejectAnswer>(answer).code, "Code");
}

TEST(ShortenAnswer, LeavesATextAsLongAsThatOfACaseAsItIs) {
  Answer answer = OkAnswer{.url = std::string(kKeptWhole, 'u'),
                           .headers = {},
                           .principal = {},
                           .canonical_request = {},
                           .string_to_sign = {}};
  const Answer before = answer;
  ShortenAnswer(answer);
  EXPECT_EQ(answer, before);
}

TEST(ShortenAnswer, CutsNoCharacterInTwoAndKeepsOneHundredHeaders) {
  OkAnswer ok;
  ok.url = "x";
  while (ok.url->size() <= kKeptWhole) *ok.url += "\xc3\xa9";
  ok.headers.emplace(100'000, NameValue{"a", "b"});
  Answer answer = ok;
  ShortenAnswer(answer);
  const OkAnswer& shortened = std::get<OkAnswer>(answer);
  EXPECT_EQ(shortened.url->substr(2045, 5), "\xc3\xa9...");
  ASSERT_EQ(shortened.headers->size(), 101u);
  EXPECT_EQ(shortened.headers->back(), (NameValue{"...", "99900 more headers"}));
}

TEST(ShortenAnswer, LeavesOneHundredHeadersAsTheyAre) {
  OkAnswer ok;
  ok.headers.emplace(100, NameValue{"a", "b"});
  Answer answer = ok;
  ShortenAnswer(answer);
  EXPECT_EQ(answer, Answer(ok));
}

TEST(ShortenResult, KeepsThePlaceThatDiffers) {
  CaseResult result;
  result.explanation = std::string(kMebibytes, 'e');
  result.observed = Answer(FaultAnswer{std::string(kMebibytes, 'f')});
  result.difference = StageDifference{"url", std::string(9000, 'x') + "y",
                                      std::string(9000, 'x') + std::string(kMebibytes, 'z'), 9000};
  ShortenResult(result);
  EXPECT_LT(KeptBytes(result), 30'000u);
  ASSERT_TRUE(result.difference.has_value());
  EXPECT_EQ(result.difference->observed[9000], 'z');
  ShortenResult(result, 512);
  EXPECT_LT(KeptBytes(result), 4000u);
}

}  // namespace
}  // namespace countersign
