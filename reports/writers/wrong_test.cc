#include "writers/wrong.h"

#include <gtest/gtest.h>

#include "writers/sample_report_test.h"

namespace countersign {
namespace {

constexpr bool kAccept = true;

CaseResult& AddVerify(SampleReport& sample, const std::string& id, bool expected, Answer observed) {
  CaseResult& result = sample.Add(id, Verdict::kFail, "no");
  result.expected = Expectation{{{expected, {}, {}, {}}}, std::nullopt};
  result.observed = std::move(observed);
  return result;
}

CaseResult& AddPresign(SampleReport& sample, const std::string& id, bool expected,
                       Answer observed) {
  CaseResult& result = AddVerify(sample, id, expected, std::move(observed));
  sample.VectorOf(result).request = PresignMessage{};
  return result;
}

TEST(WrongOf, TellsAWrongDecisionFromAnotherCode) {
  SampleReport sample;
  EXPECT_EQ(WrongOf(AddVerify(sample, "verify/a/1", !kAccept, OkAnswer{})), Wrong::kLetIn);
  EXPECT_EQ(WrongOf(AddVerify(sample, "verify/a/2", kAccept, Refusal(403, "A"))),
            Wrong::kTurnedAway);
  EXPECT_EQ(WrongOf(AddVerify(sample, "verify/a/3", !kAccept, Refusal(403, "A"))),
            Wrong::kOtherCode);
  EXPECT_EQ(WrongOf(AddVerify(sample, "verify/a/4", !kAccept, Refusal(500, "A"))),
            Wrong::kServerError);
  EXPECT_EQ(WrongOf(AddVerify(sample, "verify/a/5", !kAccept, Refusal(501, "A"))),
            Wrong::kOtherCode);
  EXPECT_EQ(WrongOf(AddPresign(sample, "presign/a/1", !kAccept, OkAnswer{})), Wrong::kSigned);
  EXPECT_EQ(WrongOf(AddPresign(sample, "presign/a/2", kAccept, OkAnswer{})), Wrong::kWrongUrl);
  EXPECT_EQ(WrongOf(AddPresign(sample, "presign/a/3", kAccept, RejectAnswer{})), Wrong::kNotSigned);
  EXPECT_EQ(WrongOf(AddPresign(sample, "presign/a/4", !kAccept, RejectAnswer{})),
            Wrong::kOtherCode);
}

TEST(WrongOf, IsARefusalWithAnotherCodeIfACaseAllowsBoth) {
  SampleReport sample;
  CaseResult& result = AddVerify(sample, "verify/a/1", kAccept, Refusal(403, "A"));
  result.expected->answers.push_back({false, {}, 400, "B"});
  EXPECT_EQ(WrongOf(result), Wrong::kOtherCode);
}

TEST(WrongOf, IsNulloptIfNothingIsWrong) {
  SampleReport sample;
  for (const Verdict verdict : {Verdict::kPass, Verdict::kUnsupported, Verdict::kNotExercised,
                                Verdict::kExpectedFailure, Verdict::kDisputed}) {
    EXPECT_EQ(WrongOf(sample.Add("verify/a/1", verdict)), std::nullopt);
  }
}

TEST(WrongOf, IsGravestIfTheServerBrokeOnTheRequest) {
  SampleReport sample;
  AddVerify(sample, "verify/a/1", !kAccept, OkAnswer{});
  EXPECT_EQ(WrongOf(AddVerify(sample, "verify/a/2", kAccept, FaultAnswer{"no whole response"})),
            Wrong::kServerBroke);
  EXPECT_EQ(CountWrong(sample.report).front().wrong, Wrong::kServerBroke);
}

TEST(EntryOf, HasTheWordsOfEachWrong) {
  const std::pair<Wrong, const char*> labels[] = {{Wrong::kServerBroke, "server broke"},
                                                  {Wrong::kLetIn, "let in"},
                                                  {Wrong::kBroke, "broke"},
                                                  {Wrong::kTurnedAway, "turned away"},
                                                  {Wrong::kServerError, "server error"},
                                                  {Wrong::kSigned, "signed"},
                                                  {Wrong::kNotSigned, "not signed"},
                                                  {Wrong::kWrongUrl, "wrong URL"},
                                                  {Wrong::kOtherCode, "other code"},
                                                  {Wrong::kUnexpectedPass, "passed unexpectedly"}};
  for (const auto& [wrong, label] : labels) EXPECT_STREQ(EntryOf(wrong).label, label);
  EXPECT_STREQ(EntryOf(Wrong::kWrongUrl).many, "wrong URLs");
  EXPECT_STREQ(EntryOf(Wrong::kOtherCode).many, "other codes");
}

TEST(WrongLine, CountsDecisionsFirst) {
  SampleReport sample;
  AddVerify(sample, "verify/a/1", !kAccept, Refusal(403, "A"));
  AddVerify(sample, "verify/a/2", kAccept, Refusal(403, "A"));
  AddVerify(sample, "verify/a/3", !kAccept, OkAnswer{});
  AddVerify(sample, "verify/a/4", !kAccept, OkAnswer{});
  AddPresign(sample, "presign/a/1", kAccept, OkAnswer{});
  sample.Add("verify/a/5", Verdict::kFault);
  EXPECT_EQ(WrongLine(sample.report),
            "3 wrong decisions (2 let in what must be refused, 1 turned away what must be "
            "accepted), 1 broke, 1 wrong URL, 1 other code");
}

TEST(WrongLine, LeavesOptionalCasesOut) {
  SampleReport sample;
  sample.VectorOf(AddVerify(sample, "verify/a/1", !kAccept, OkAnswer{})).level = Level::kMay;
  EXPECT_EQ(WrongLine(sample.report), "");
}

TEST(VerdictLine, SaysWhetherTheImplementationConforms) {
  SampleReport sample;
  EXPECT_EQ(VerdictLine(sample.report), "Nothing ran");
  sample.Add("verify/a/1", Verdict::kPass);
  EXPECT_EQ(VerdictLine(sample.report), "Conforming");
  sample.Add("verify/a/2", Verdict::kFault);
  EXPECT_EQ(VerdictLine(sample.report), "BROKEN: 1 broke");
  sample.Add("verify/a/3", Verdict::kFail);
  EXPECT_EQ(VerdictLine(sample.report),
            "Not conforming: 1 wrong decision (1 let in what must be refused), 1 broke");
}

}  // namespace
}  // namespace countersign
