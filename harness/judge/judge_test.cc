#include "judge/judge.h"

#include <gtest/gtest.h>

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

std::optional<std::string> ObservedUrl(const CaseResult& result) {
  return std::get<OkAnswer>(std::get<Answer>(result.observed.value())).url;
}

TEST(Judge, KeepsWhatWasExpectedAndWhatWasObserved) {
  const std::string wrong = kPublishedUrl + "0";
  const CaseResult result = Judged(PresignCase(), Url(wrong));
  EXPECT_EQ(result.verdict, Verdict::kFail);
  ASSERT_EQ(result.expected->answers.size(), 1u);
  EXPECT_TRUE(result.expected->answers.front().accept);
  EXPECT_EQ(result.expected->url, kPublishedUrl);
  EXPECT_EQ(ObservedUrl(result), wrong);
}

TEST(Judge, MakesNoReferenceUrlForAPass) {
  const CaseResult result = Judged(PresignCase(), Url(kPublishedUrl));
  EXPECT_EQ(result.verdict, Verdict::kPass);
  EXPECT_EQ(result.expected->url, std::nullopt);
  EXPECT_EQ(ObservedUrl(result), kPublishedUrl);
}

TEST(Judge, LeavesAnswersOutOfABriefPassOnly) {
  const Case c = PresignCase();
  Judge judge(Declaring());
  const CaseResult passed = judge.Brief(c, Url(kPublishedUrl));
  EXPECT_EQ(passed.vector, &c);
  EXPECT_EQ(passed.verdict, Verdict::kPass);
  EXPECT_FALSE(passed.expected);
  EXPECT_FALSE(passed.observed);
  const Observation wrong = Url(kPublishedUrl + "0");
  const CaseResult failed = judge.Brief(c, wrong);
  EXPECT_EQ(failed.verdict, Verdict::kFail);
  EXPECT_EQ(ObservedUrl(failed), kPublishedUrl + "0");
  EXPECT_EQ(failed.explanation, judge(c, wrong).explanation);
}

TEST(Judge, KeepsEveryAllowedAnswer) {
  const Case c = VerifyCase({{false, "bad-token", 400, "InvalidToken"}, {true, {}, {}, {}}});
  const CaseResult result = Judged(c, Answer(OkAnswer{}));
  ASSERT_EQ(result.expected->answers.size(), 2u);
  EXPECT_EQ(result.expected->answers[0].code, "InvalidToken");
  EXPECT_TRUE(result.expected->answers[1].accept);
}

TEST(Judge, CallsABrokenAdapterAFaultAndKeepsItsStderr) {
  const CaseResult result = Judged(PresignCase(), AdapterBroke{"exited with status 3", "oh no"});
  EXPECT_EQ(result.verdict, Verdict::kFault);
  EXPECT_EQ(result.explanation, "exited with status 3");
  EXPECT_EQ(result.stderr_tail, "oh no");
  EXPECT_EQ(std::get<AdapterBroke>(result.observed.value()).reason, "exited with status 3");
  EXPECT_EQ(Judged(PresignCase(), Answer(FaultAnswer{"I broke"})).verdict, Verdict::kFault);
}

TEST(Judge, KeepsTheVerdictOfACaseThatWasNotAsked) {
  const CaseResult result =
      Judged(PresignCase(), NotAsked{Verdict::kNotExercised, "the clock cannot be set"});
  EXPECT_EQ(result.verdict, Verdict::kNotExercised);
  EXPECT_EQ(result.explanation, "the clock cannot be set");
}

TEST(Judge, AcceptsASkipOnlyWithAReason) {
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

TEST(Judge, HasNoAnswerToADisputedCaseThatWasSkipped) {
  Case c = PresignCase();
  c.status = CaseStatus::kDisputed;
  const CaseResult skipped = Judged(c, Answer(SkipAnswer{std::nullopt, "https://example.com/1"}));
  EXPECT_EQ(skipped.verdict, Verdict::kUnsupported);
  EXPECT_EQ(skipped.explanation, "Skipped by the adapter: https://example.com/1");
}

TEST(Judge, CountsADisputedCaseOnlyIfTheAdapterBreaks) {
  Case c = PresignCase();
  c.status = CaseStatus::kDisputed;
  EXPECT_EQ(Judged(c, Url(kPublishedUrl)).verdict, Verdict::kDisputed);
  const CaseResult other = Judged(c, Url("nothing"));
  EXPECT_EQ(other.verdict, Verdict::kDisputed);
  EXPECT_EQ(other.explanation,
            "Disputed; we expect another answer of AWS. The answer is not an absolute "
            "URL (scheme://host/path).");
  EXPECT_EQ(Judged(c, AdapterBroke{"crashed", ""}).verdict, Verdict::kFault);
}

TEST(Judge, RedactsSecretsInAResult) {
  PresignMessage asked = PublishedPresign();
  asked.credentials.session_token = "session/token+of=the case";
  const Case c = PresignCase(asked);
  OkAnswer answer;
  answer.url = SignedUrlFor(asked);
  answer.url->back() = answer.url->back() == '0' ? '1' : '0';
  answer.canonical_request = "key " + kPublishedSecret;
  answer.headers = std::vector<NameValue>{{"x-amz-security-token", "session/token+of=the case"}};
  const CaseResult result = Judged(c, Answer(answer));
  const CaseResult fault = Judged(c, AdapterBroke{"said " + kPublishedSecret, kPublishedSecret});
  const auto& observed = std::get<OkAnswer>(std::get<Answer>(result.observed.value()));
  const auto& broke = std::get<AdapterBroke>(fault.observed.value());
  for (const std::string& text :
       {result.expected->url.value(), observed.url.value(), observed.canonical_request.value(),
        observed.headers->front().second, result.explanation, result.difference->expected,
        result.difference->observed, fault.explanation, fault.stderr_tail, broke.reason,
        broke.stderr_tail}) {
    EXPECT_EQ(text.find(kPublishedSecret), std::string::npos) << text;
    EXPECT_EQ(text.find("session/token"), std::string::npos) << text;
    EXPECT_EQ(text.find("session%2Ftoken"), std::string::npos) << text;
  }
  EXPECT_NE(observed.url->find("AKIAIOSFODNN7EXAMPLE"), std::string::npos);
}

}  // namespace
}  // namespace countersign
