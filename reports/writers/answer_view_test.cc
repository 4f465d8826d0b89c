#include "writers/answer_view.h"

#include <gtest/gtest.h>

#include <utility>

namespace countersign {
namespace {

CaseResult Observed(Observation observation) {
  CaseResult result;
  result.observed = std::move(observation);
  return result;
}

TEST(ExpectedJson, PutsTheOtherAllowedAnswersIntoOr) {
  CaseResult result;
  result.expected = Expectation{{{false, "bad-token", 400, "InvalidToken"}, {true, {}, {}, {}}},
                                "https://example.com/"};
  EXPECT_EQ(ExpectedJson(result),
            R"({"outcome":"reject","class":"bad-token","status":400,"code":"InvalidToken",)"
            R"("url":"https://example.com/","or":[{"outcome":"accept"}]})");
  result.expected->answers.push_back({false, "expired", 403, {}});
  EXPECT_EQ(ExpectedMembers(result).back().text, "accept, reject expired 403");
}

TEST(ExpectedJson, IsAnEmptyObjectIfTheJudgeLeftTheAnswersOut) {
  EXPECT_EQ(ExpectedJson(CaseResult()), "{}");
  EXPECT_EQ(ObservedJson(CaseResult()), "{}");
}

TEST(ObservedJson, HasEveryMemberOfAnAnswerInOrder) {
  OkAnswer ok;
  ok.url = "https://example.com/";
  ok.headers = std::vector<NameValue>{{"a", "1"}, {"b", "\xff"}};
  ok.principal = "me";
  ok.canonical_request = "GET\n/";
  ok.string_to_sign = "AWS4";
  EXPECT_EQ(ObservedJson(Observed(Answer(ok))),
            R"({"outcome":"accept","url":"https://example.com/",)"
            R"("headers":[["a","1"],["b",{"b64":"/w=="}]],"principal":"me",)"
            R"("canonical_request":"GET\n/","string_to_sign":"AWS4"})");
  EXPECT_EQ(ObservedJson(Observed(Answer(RejectAnswer{403, "C", "expired", "late", "r", "s"}))),
            R"({"outcome":"reject","class":"expired","status":403,"code":"C","message":"late",)"
            R"("canonical_request":"r","string_to_sign":"s"})");
}

TEST(ObservedJson, SaysWhyThereIsNoAnswerToJudge) {
  EXPECT_EQ(ObservedJson(Observed(Answer(SkipAnswer{"policy", "#1"}))),
            R"({"skip":{"feature":"policy","issue":"#1"}})");
  EXPECT_EQ(ObservedJson(Observed(Answer(FaultAnswer{"\xff"}))),
            R"({"fault":{"message":{"b64":"/w=="}}})");
  EXPECT_EQ(ObservedJson(Observed(AdapterBroke{"exited", "tail"})), R"({"broken":"exited"})");
  EXPECT_EQ(ObservedJson(Observed(NotAsked{Verdict::kNotExercised, "no clock"})),
            R"({"not_asked":"no clock"})");
}

TEST(ObservedMembers, ShowsBytesThatAreNotTextAsInJson) {
  const auto members = ObservedMembers(Observed(AdapterBroke{"\xff", ""}));
  ASSERT_EQ(members.size(), 1u);
  EXPECT_EQ(members[0].text, R"({"b64":"/w=="})");
}

}  // namespace
}  // namespace countersign
