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

TEST(Summary, NeverShowsOnePercentage) {
  SampleReport sample;
  sample.AddEveryVerdict("because");
  const std::string text = Summary(sample.report, false);
  EXPECT_EQ(text.find('%'), std::string::npos);
  EXPECT_TRUE(Holds(text,
                    "mine 1.0: passed 1 of 4 required; 1 failed; 1 broke; 1 passed unexpectedly; "
                    "1 unsupported; 1 not exercised; 1 expected to fail; 1 disputed\n"))
      << text;
}

TEST(Summary, CountsCasesOfLevelMayApart) {
  SampleReport sample;
  sample.Add("verify/window/a", Verdict::kPass);
  const auto optional = [&sample](const char* id, Verdict verdict) {
    sample.VectorOf(sample.Add(id, verdict)).level = Level::kMay;
  };
  optional("verify/window/b", Verdict::kPass);
  optional("verify/window/c", Verdict::kFail);
  EXPECT_TRUE(Holds(Summary(sample.report, false),
                    "passed 1 of 1 required; 0 unsupported; 0 not exercised; 0 expected to fail; "
                    "0 disputed; passed 1 of 2 optional\n"));
  EXPECT_EQ(ExplainProblems(sample.report, false), "");
}

TEST(Summary, SaysWhyCasesAreUnsupported) {
  SampleReport sample;
  sample.report.adapter_info.features = {"verify:region"};
  const auto add = [&sample](const char* id, std::vector<std::string> features) {
    sample.VectorOf(sample.Add(id, Verdict::kUnsupported)).features = std::move(features);
  };
  add("verify/a/1", {"policy"});
  add("verify/a/2", {"policy", "region"});
  add("verify/a/3", {"region"});
  sample.VectorOf(sample.Add("presign/a/4", Verdict::kUnsupported)).request = PresignMessage{};
  const std::string text = Summary(sample.report, false);
  EXPECT_TRUE(Holds(text, "unsupported: 2 for missing policy\n"));
  EXPECT_TRUE(Holds(text, "unsupported: 1 skipped by the adapter\n"));
  EXPECT_TRUE(Holds(text, "unsupported: 1 for missing operation presign\n"));
}

TEST(Summary, NamesTheRunsOwnFaultsAndThatItStopped) {
  SampleReport sample;
  sample.report.faults = {"the clock probe \x1b failed"};
  sample.report.complete = false;
  const std::string text = Summary(sample.report, false);
  EXPECT_TRUE(Holds(text, "! the clock probe \\x1b failed\n"));
  EXPECT_TRUE(Holds(text, "! the run stopped early: not every case has a verdict\n"));
}

Cause Expiry() { return {"expiry-not-checked", "Accepts what has expired.", {"a/b#1"}}; }

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

TEST(ExplainProblems, ShowsOneOfTheCasesThatFailAlikeAndNamesTheOthers) {
  SampleReport sample;
  sample.Add("verify/a/1", Verdict::kFail, "Accepted, early.").likely_causes = {Expiry()};
  sample.Add("verify/a/2", Verdict::kFail, "Refused.");
  sample.Add("verify/a/3", Verdict::kPass);
  sample.Add("verify/a/4", Verdict::kFail, "Accepted, late.").likely_causes = {Expiry()};
  sample.Add("verify/a/5", Verdict::kFail, "Refused.");
  sample.Add("verify/a/6", Verdict::kFail, "Refused otherwise.");
  sample.Add("verify/a/7", Verdict::kFault, "Refused.");
  const std::string text = ExplainProblems(sample.report, false);
  EXPECT_TRUE(Holds(text, "FAIL verify/a/1\n  Accepted, early.\n"));
  EXPECT_TRUE(Holds(text,
                    "--select verify/a/1\n\n  1 more like it:\nFAIL verify/a/4\n\n"
                    "FAIL verify/a/2\n  Refused.\n"))
      << text;
  EXPECT_TRUE(Holds(text, "  1 more like it:\nFAIL verify/a/5\n\nFAIL verify/a/6\n  Refused o"));
  EXPECT_TRUE(Holds(text, "FAULT verify/a/7\n  Refused.\n"));
  EXPECT_FALSE(Holds(text, "verify/a/3"));
}

TEST(Summary, GroupsFailuresByTheirLikelyCauseTheLargestFirst) {
  SampleReport sample;
  const Cause path = {"path-encoded-twice", "Encodes the path twice.", {}};
  sample.Add("verify/a/1", Verdict::kFail).likely_causes = {Expiry(), path};
  sample.Add("verify/a/2", Verdict::kFail).likely_causes = {path};
  sample.Add("verify/a/3", Verdict::kFail).likely_causes = {path, Expiry()};
  sample.Add("verify/a/4", Verdict::kFail);
  EXPECT_TRUE(Holds(Summary(sample.report, false),
                    "Likely causes:\n"
                    "  2 failures look like path-encoded-twice: Encodes the path twice.\n"
                    "  1 failure looks like expiry-not-checked: Accepts what has expired. Known "
                    "from a/b#1.\n"
                    "  1 failure has no known cause\n"))
      << Summary(sample.report, false);
}

TEST(Summary, DoesNotMentionCausesIfNoneIsKnown) {
  SampleReport sample;
  sample.Add("verify/a/4", Verdict::kFail, "Refused.");
  EXPECT_FALSE(Holds(Summary(sample.report, false), "ikely"));
  EXPECT_FALSE(Holds(ExplainProblems(sample.report, false), "ikely"));
}

}  // namespace
}  // namespace countersign
