#include <gtest/gtest.h>

#include "writers/sample_report_test.h"

namespace countersign {
namespace {

TEST(ExplainCase, ShowsEverythingAboutAFailure) {
  SampleReport sample;
  CaseResult& result = sample.Add("verify/window/late", Verdict::kFail, "Accepted.");
  result.difference = StageDifference{"canonical request", "GET\n/a", "GET\n/b", 5};
  EXPECT_EQ(ExplainCase(result, sample.report, false),
            "FAIL verify/window/late\n"
            "  Accepted.\n"
            "\n"
            "  why     URLs would live for ever.\n"
            "  rule    window/expired: A URL ends after its lifetime.\n"
            "  source  User guide https://example.com/guide\n"
            "\n"
            "           expected                            observed\n"
            "  outcome  reject                              accept\n"
            "  class    expired                             -\n"
            "\n"
            "  first difference: canonical request, line 2, byte 2\n"
            "  expected  /a\n"
            "  observed  /b\n"
            "             ^\n"
            "\n"
            "  rerun   countersign run --adapter 'python3 mine.py' --select verify/window/late\n");
}

TEST(ExplainCase, ShowsLongValuesOneAboveTheOther) {
  SampleReport sample;
  CaseResult& result = sample.Add("presign/path/a", Verdict::kFail);
  result.expected =
      Expectation{{{true, {}, {}, {}}}, "https://examplebucket.s3.amazonaws.com/expected?x=1"};
  OkAnswer observed;
  observed.url = "https://examplebucket.s3.amazonaws.com/observed?x=1";
  result.observed = Answer(observed);
  EXPECT_TRUE(Holds(ExplainCase(result, sample.report, false),
                    "  url\n"
                    "    expected  https://examplebucket.s3.amazonaws.com/expected?x=1\n"
                    "    observed  https://examplebucket.s3.amazonaws.com/observed?x=1\n"));
}

TEST(ExplainCase, NamesTheOtherAllowedAnswers) {
  SampleReport sample;
  CaseResult& result = sample.Add("verify/window/late", Verdict::kFail);
  result.expected->answers.push_back({true, {}, {}, {}});
  result.expected->answers.push_back({false, "malformed-date", 403, {}});
  EXPECT_TRUE(Holds(ExplainCase(result, sample.report, false),
                    "  or       accept, reject malformed-date 403\n"));
}

TEST(ExplainCase, RerunsAnOptionalCaseAtItsLevel) {
  SampleReport sample;
  CaseResult& result = sample.Add("verify/window/late", Verdict::kFail);
  sample.VectorOf(result).level = Level::kMay;
  EXPECT_TRUE(Holds(ExplainCase(result, sample.report, false),
                    "--adapter 'python3 mine.py' --level may --select verify/window/late\n"));
}

TEST(ExplainCase, RerunsWithTheExpectedDeviationsUnlessTheyWouldHideTheCase) {
  SampleReport sample;
  sample.report.expected = "--expected 'known.json'";
  CaseResult& result = sample.Add("verify/window/late", Verdict::kUnexpectedPass);
  EXPECT_TRUE(Holds(ExplainCase(result, sample.report, false),
                    "mine.py' --expected 'known.json' --select verify/window/late\n"));
  result.verdict = Verdict::kExpectedFailure;
  EXPECT_TRUE(
      Holds(ExplainCase(result, sample.report, false), "mine.py' --select verify/window/late\n"));
}

TEST(ExplainCase, HasEscapeSequencesOnlyIfColourIsWanted) {
  SampleReport sample;
  CaseResult& result = sample.Add("verify/window/late", Verdict::kFault, kHostile);
  result.stderr_tail = kHostile;
  result.observed = AdapterBroke{"\x1b[31m", ""};
  EXPECT_EQ(ExplainCase(result, sample.report, false).find('\x1b'), std::string::npos);
  const std::string coloured = ExplainCase(result, sample.report, true);
  EXPECT_TRUE(Holds(coloured, "\x1b[31;1mFAULT\x1b[0m"));
  EXPECT_FALSE(Holds(coloured, "\x1b[31m"));
}

TEST(ExplainCase, NamesTheLikelyCauseAndItsAlternatives) {
  SampleReport sample;
  CaseResult& result = sample.Add("verify/window/late", Verdict::kFail, "Accepted.");
  result.likely_causes = {
      {"expiry-not-checked", "Accepts what has expired.", {"a/b#1", "c/d#2", "e/f#3", "g/h#4"}},
      {"window-not-checked", "Never looks at the time.", {}}};
  EXPECT_TRUE(Holds(ExplainCase(result, sample.report, false),
                    "FAIL verify/window/late\n"
                    "  Accepted.\n"
                    "\n"
                    "  likely  expiry-not-checked: Accepts what has expired. Known from a/b#1, "
                    "c/d#2, e/f#3.\n"
                    "  or      window-not-checked: Never looks at the time.\n"
                    "  why     URLs would live for ever.\n"));
}

}  // namespace
}  // namespace countersign
