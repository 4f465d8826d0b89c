#include "judge/judge.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "judge/sample_case_test.h"

namespace countersign {
namespace {

AdapterInfo Declaring(std::vector<std::string> features = {}) {
  AdapterInfo adapter_info;
  adapter_info.protocol = 1;
  adapter_info.ops = {"presign", "verify"};
  adapter_info.features = std::move(features);
  return adapter_info;
}

CaseResult Judged(const Case& c, const Observation& observation,
                  AdapterInfo adapter_info = Declaring()) {
  return Judge(adapter_info)(c, observation);
}

Answer Url(const std::string& url) {
  OkAnswer answer;
  answer.url = url;
  return answer;
}

TEST(Judge, ShowsWhatWasExpectedAndWhatCame) {
  const std::string wrong = kPublishedUrl + "0";
  const CaseResult result = Judged(PresignCase(), Url(wrong));
  EXPECT_EQ(result.verdict, Verdict::kFail);
  EXPECT_EQ(result.expected_json, R"({"outcome":"accept","url":")" + kPublishedUrl + "\"}");
  EXPECT_EQ(result.observed_json, R"({"outcome":"accept","url":")" + wrong + "\"}");
}

TEST(Judge, NeedsNoUrlBesideOneThatPasses) {
  const CaseResult result = Judged(PresignCase(), Url(kPublishedUrl));
  EXPECT_EQ(result.verdict, Verdict::kPass);
  EXPECT_EQ(result.expected_json, R"({"outcome":"accept"})");
  EXPECT_EQ(result.observed_json, R"({"outcome":"accept","url":")" + kPublishedUrl + "\"}");
}

TEST(Judge, IsBriefAboutWhatPassesAlone) {
  const Case c = PresignCase();
  Judge judge(Declaring());
  const CaseResult passed = judge.Brief(c, Url(kPublishedUrl));
  EXPECT_EQ(passed.vector, &c);
  EXPECT_EQ(passed.verdict, Verdict::kPass);
  EXPECT_EQ(passed.observed_json, "");
  const Observation wrong = Url(kPublishedUrl + "0");
  const CaseResult failed = judge.Brief(c, wrong);
  EXPECT_EQ(failed.verdict, Verdict::kFail);
  EXPECT_EQ(failed.observed_json, judge(c, wrong).observed_json);
  EXPECT_EQ(failed.explanation, judge(c, wrong).explanation);
}

TEST(Judge, ListsEveryAllowedAnswer) {
  const Case c = VerifyCase({{false, "bad-token", 400, "InvalidToken"}, {true, {}, {}, {}}});
  EXPECT_EQ(Judged(c, Answer(OkAnswer{})).expected_json,
            R"({"outcome":"reject","class":"bad-token","status":400,"code":"InvalidToken",)"
            R"("or":[{"outcome":"accept"}]})");
}

TEST(Judge, CallsABrokenAdapterAFaultAndKeepsItsLastWords) {
  const CaseResult result = Judged(PresignCase(), AdapterBroke{"exited with status 3", "oh no"});
  EXPECT_EQ(result.verdict, Verdict::kFault);
  EXPECT_EQ(result.explanation, "exited with status 3");
  EXPECT_EQ(result.stderr_tail, "oh no");
  EXPECT_EQ(result.observed_json, R"({"broken":"exited with status 3"})");
  EXPECT_EQ(Judged(PresignCase(), Answer(FaultAnswer{"I broke"})).verdict, Verdict::kFault);
}

TEST(Judge, KeepsTheVerdictOfACaseThatWasNotAsked) {
  const CaseResult result =
      Judged(PresignCase(), NotAsked{Verdict::kNotExercised, "the clock cannot be set"});
  EXPECT_EQ(result.verdict, Verdict::kNotExercised);
  EXPECT_EQ(result.explanation, "the clock cannot be set");
}

TEST(Judge, TakesASkipOnlyWithAReason) {
  const auto skip = [](std::optional<std::string> feature, std::optional<std::string> issue) {
    return Answer(SkipAnswer{std::move(feature), std::move(issue)});
  };
  const AdapterInfo adapter_info = Declaring({"path-style", "presign:sigv4a"});
  const auto verdict = [&adapter_info](const Observation& observation) {
    return Judged(PresignCase(), observation, adapter_info).verdict;
  };
  EXPECT_EQ(verdict(skip("non-s3", std::nullopt)), Verdict::kUnsupported);
  EXPECT_EQ(verdict(skip(std::nullopt, "https://example.com/1")), Verdict::kUnsupported);
  EXPECT_EQ(verdict(skip("path-style", std::nullopt)), Verdict::kFault);
  EXPECT_EQ(verdict(skip("sigv4a", std::nullopt)), Verdict::kFault);
  EXPECT_EQ(verdict(skip("path-style", "https://example.com/1")), Verdict::kFault);
  EXPECT_EQ(verdict(skip(std::nullopt, std::nullopt)), Verdict::kFault);
  EXPECT_EQ(verdict(skip("", "")), Verdict::kFault);
  EXPECT_EQ(
      Judged(VerifyCase({{true, {}, {}, {}}}), skip("sigv4a", std::nullopt), adapter_info).verdict,
      Verdict::kUnsupported)
      << "declared for presigning only";
}

TEST(Judge, CountsNoDisputedCaseUnlessItBreaks) {
  Case c = PresignCase();
  c.status = CaseStatus::kDisputed;
  EXPECT_EQ(Judged(c, Url(kPublishedUrl)).verdict, Verdict::kDisputed);
  const CaseResult other = Judged(c, Url("nothing"));
  EXPECT_EQ(other.verdict, Verdict::kDisputed);
  EXPECT_EQ(other.explanation,
            "Disputed; we expect otherwise of AWS. The answer is no absolute URL "
            "(scheme://host/path).");
  EXPECT_EQ(Judged(c, AdapterBroke{"crashed", ""}).verdict, Verdict::kFault);
}

TEST(Judge, LetsNoSecretIntoAResult) {
  PresignMessage asked = PublishedPresign();
  asked.credentials.session_token = "session/token+of=the case";
  const Case c = PresignCase(asked);
  OkAnswer answer;
  answer.url = SignedUrlFor(asked);
  answer.url->back() = answer.url->back() == '0' ? '1' : '0';
  answer.canonical_request = "key " + kPublishedSecret;
  CaseResult result = Judged(c, Answer(answer));
  const CaseResult broken = Judged(c, AdapterBroke{"said " + kPublishedSecret, kPublishedSecret});
  for (const std::string& text : {result.expected_json, result.observed_json, result.explanation,
                                  result.difference->expected, result.difference->observed,
                                  broken.explanation, broken.stderr_tail, broken.observed_json}) {
    EXPECT_EQ(text.find(kPublishedSecret), std::string::npos) << text;
    EXPECT_EQ(text.find("session/token"), std::string::npos) << text;
    EXPECT_EQ(text.find("session%2Ftoken"), std::string::npos) << text;
  }
  EXPECT_TRUE(nlohmann::json::accept(result.observed_json));
  EXPECT_NE(result.observed_json.find("AKIAIOSFODNN7EXAMPLE"), std::string::npos);
}

}  // namespace
}  // namespace countersign
