#include "writers/kinds.h"

#include <gtest/gtest.h>

#include "writers/sample_report_test.h"

namespace countersign {
namespace {

CaseResult& AddUrl(SampleReport& sample, const std::string& id, const std::string& stage,
                   const std::string& explanation) {
  CaseResult& result = sample.Add(id, Verdict::kFail, explanation);
  sample.VectorOf(result).request = PresignMessage{};
  result.expected = Expectation{{{true, {}, {}, {}}}, std::nullopt};
  if (!stage.empty()) result.difference = StageDifference{stage, "a", "b", 0};
  return result;
}

CaseResult& AddRefusal(SampleReport& sample, const std::string& id, int status, const char* code) {
  CaseResult& result = sample.Add(id, Verdict::kFail, "Rejected.");
  result.expected = Expectation{{{false, "bad-date", 400, "InvalidArgument"}}, std::nullopt};
  result.observed = Answer(Refusal(status, code));
  sample.report.adapter_info.errors = ErrorLevel::kCode;
  return result;
}

std::vector<std::string> Texts(const Report& report) {
  std::vector<std::string> texts;
  for (const Kind& kind : Kinds(report)) {
    texts.push_back(std::to_string(kind.results.size()) + " " + KindText(kind, report));
  }
  return texts;
}

TEST(Kinds, AreNotToldApartByTheInputThatAnExplanationQuotes) {
  SampleReport sample;
  AddUrl(sample, "presign/a/1", "query parameter a",
         "The query parameter \"a\" is not in the URL.");
  AddUrl(sample, "presign/a/2", "query parameter b",
         "The query parameter \"b\" is not in the URL.");
  AddUrl(sample, "presign/a/3", "", "The path \"x1\" is cut at 7.");
  AddUrl(sample, "presign/a/4", "", "The path \"y\" is cut at 12.");
  AddUrl(sample, "presign/a/5", "signature", "The signature is another.");
  sample.VectorOf(sample.report.results[2]).rules = {"path/other"};
  const std::string rule = "window/expired (must, A): A URL ends after its lifetime.";
  EXPECT_EQ(Texts(sample.report),
            (std::vector<std::string>{"2 The path \"x1\" is cut at 7.",
                                      "2 query parameter: " + rule, "1 signature: " + rule}));
}

TEST(Kinds, OfAnotherCodeAreOneWhateverTheRule) {
  SampleReport sample;
  AddRefusal(sample, "verify/a/1", 403, "AccessDenied");
  sample.VectorOf(AddRefusal(sample, "verify/b/1", 403, "AccessDenied")).rules = {"date/other"};
  AddRefusal(sample, "verify/b/2", 403, "");
  EXPECT_EQ(Texts(sample.report),
            (std::vector<std::string>{"2 403 AccessDenied for 400 InvalidArgument",
                                      "1 403 without a code for 400 InvalidArgument"}));
}

TEST(Kinds, OfADecisionAreToldApartByTheRuleThatMustRefuse) {
  SampleReport sample;
  sample.Add("verify/a/1", Verdict::kFail);
  sample.VectorOf(sample.Add("verify/a/2", Verdict::kFail)).refused_by = "host/signed";
  EXPECT_EQ(
      Texts(sample.report),
      (std::vector<std::string>{"1 host/signed (must, -)",
                                "1 window/expired (must, A): A URL ends after its lifetime."}));
}

TEST(Kinds, AreOneIfTheyHaveTheSameCauseAndTheSameIsWrong) {
  SampleReport sample;
  const Cause cause = {"expiry-not-checked", "Accepts what has expired.", {}};
  sample.Add("verify/a/1", Verdict::kFail).likely_causes = {cause};
  sample.VectorOf(sample.Add("verify/a/2", Verdict::kFail)).rules = {"date/other"};
  sample.report.results.back().likely_causes = {cause, {"another", "", {}}};
  AddRefusal(sample, "verify/a/3", 403, "A").likely_causes = {cause};
  EXPECT_EQ(
      Texts(sample.report),
      (std::vector<std::string>{"2 looks like expiry-not-checked: Accepts what has expired.",
                                "1 looks like expiry-not-checked: Accepts what has expired."}));
}

TEST(Kinds, BeginWithTheGravestThenMustThenTheLargest) {
  SampleReport sample;
  AddRefusal(sample, "verify/a/1", 403, "A");
  AddRefusal(sample, "verify/a/2", 403, "B");
  AddRefusal(sample, "verify/a/3", 403, "B");
  sample.VectorOf(AddRefusal(sample, "verify/a/4", 403, "C")).level = Level::kShould;
  sample.VectorOf(AddRefusal(sample, "verify/a/5", 403, "C")).level = Level::kShould;
  sample.Add("verify/z/1", Verdict::kFail);
  std::vector<std::string> first;
  for (const Kind& kind : Kinds(sample.report)) first.push_back(kind.results[0]->vector->id);
  EXPECT_EQ(first,
            (std::vector<std::string>{"verify/z/1", "verify/a/2", "verify/a/1", "verify/a/4"}));
}

TEST(OptionalKinds, AreThoseOfLevelMay) {
  SampleReport sample;
  sample.Add("verify/a/1", Verdict::kFail);
  sample.VectorOf(sample.Add("verify/a/2", Verdict::kFail)).level = Level::kMay;
  EXPECT_EQ(Kinds(sample.report).size(), 1u);
  ASSERT_EQ(OptionalKinds(sample.report).size(), 1u);
  EXPECT_EQ(OptionalKinds(sample.report)[0].results[0]->vector->id, "verify/a/2");
}

TEST(Folding, NamesAFolderOnceIfEveryCaseOfItThatRanIsMeant) {
  SampleReport sample;
  std::vector<const CaseResult*> failed;
  for (const char* id : {"verify/a/1", "verify/a/b/2", "verify/c/3", "verify/c/5", "verify/c/6"}) {
    sample.Add(id, Verdict::kFail);
  }
  sample.Add("verify/a/4", Verdict::kNotExercised);
  sample.Add("verify/c/7", Verdict::kPass);
  for (const CaseResult& result : sample.report.results) {
    if (result.verdict == Verdict::kFail) failed.push_back(&result);
  }
  const std::vector<IdFolder> folds = Folding(sample.report).Fold(failed);
  EXPECT_EQ(IdsText(folds, 9), "verify/a/* (2), verify/c/{3, 5, 6}");
  EXPECT_EQ(IdsText(Folding::Names(failed), 9), "verify/a/1, verify/a/b/2, verify/c/{3, 5, 6}");
  EXPECT_EQ(IdsText(folds, 2), "verify/a/* (2), verify/c/{3, 5 and 1 more}");
  EXPECT_EQ(IdsText(Folding(sample.report).Fold({failed[0]}), 9), "verify/a/1");
}

}  // namespace
}  // namespace countersign
