#include <gtest/gtest.h>

#include "writers/layout.h"
#include "writers/sample_report_test.h"

namespace countersign {
namespace {

Cause Expiry() { return {"expiry-not-checked", "Accepts what has expired.", {"a/b#1"}}; }

std::string Console(const SampleReport& sample) { return ConsoleText(sample.report, false); }

// A refusal with another code than the one expected.
void AddOtherCode(SampleReport& sample, const std::string& id,
                  const std::string& code = "AccessDenied") {
  CaseResult& result = sample.Add(id, Verdict::kFail, "Rejected with 403 AccessDenied.");
  result.expected = Expectation{{{false, "bad-date", 400, "InvalidArgument"}}, std::nullopt};
  result.observed = Answer(Refusal(403, code));
  sample.report.adapter_info.errors = ErrorLevel::kCode;
}

TEST(ConsoleText, SaysFirstAndLastWhatIsWrongWithTheDecisions) {
  SampleReport sample;
  sample.Add("verify/a/1", Verdict::kFail, "Accepted.");
  AddOtherCode(sample, "verify/a/2");
  AddOtherCode(sample, "verify/a/3");
  const std::string line =
      "Not conforming: 1 wrong decision (1 let in what must be refused), 2 other codes\n";
  const std::string text = Console(sample);
  EXPECT_EQ(text.find(line), 0u) << text;
  EXPECT_TRUE(text.ends_with("\n" + line)) << text;
}

TEST(ConsoleText, NamesWhatWasLetInByRuleWithLevelAndConfidence) {
  SampleReport sample;
  sample.Add("verify/a/1", Verdict::kFail, "Accepted.");
  CaseResult& should = sample.Add("verify/a/2", Verdict::kFail, "Accepted.");
  sample.VectorOf(should).level = Level::kShould;
  sample.VectorOf(should).refused_by = "host/other";
  const std::string text = Console(sample);
  EXPECT_TRUE(Holds(text,
                    "Let in what must be refused: 2, by rule with its level and confidence\n"
                    "    1 must   A  window/expired                       A URL ends"))
      << text;
  EXPECT_TRUE(Holds(text, "\n    1 should -  host/other ")) << text;
}

TEST(ConsoleText, NamesEveryRuleThatLetSomebodyIn) {
  SampleReport sample;
  for (int i = 0; i < 40; ++i) {
    CaseResult& result = sample.Add("verify/a/" + std::to_string(i), Verdict::kFail, "Accepted.");
    sample.VectorOf(result).rules = {"rule/number-" + std::to_string(i)};
  }
  const std::string text = Console(sample);
  for (int i = 0; i < 40; ++i) {
    EXPECT_TRUE(Holds(text, "rule/number-" + std::to_string(i) + " ")) << i;
  }
}

TEST(ConsoleText, NeverShowsOnePercentage) {
  SampleReport sample;
  sample.AddEveryVerdict("because");
  const std::string text = Console(sample);
  EXPECT_EQ(text.find('%'), std::string::npos);
  EXPECT_TRUE(Holds(text,
                    "mine 1.0: passed 1 of 4 required; 1 failed; 1 broke; 1 passed unexpectedly; "
                    "1 unsupported; 1 not exercised; 1 expected to fail; 1 disputed\n"))
      << text;
}

TEST(ConsoleText, CountsCasesOfLevelMayApart) {
  SampleReport sample;
  sample.Add("verify/window/a", Verdict::kPass);
  const auto optional = [&sample](const char* id, Verdict verdict) {
    sample.VectorOf(sample.Add(id, verdict)).level = Level::kMay;
  };
  optional("verify/window/b", Verdict::kPass);
  optional("verify/window/c", Verdict::kFail);
  EXPECT_EQ(Console(sample),
            "Conforming\n"
            "mine 1.0: passed 1 of 1 required; 0 unsupported; 0 not exercised; 0 expected to fail; "
            "0 disputed; passed 1 of 2 optional\n"
            "\n"
            "Conforming\n");
}

TEST(ConsoleText, JoinsRareOtherCodesBeforeWrongDecisionsLoseTheirCases) {
  SampleReport sample;
  for (int i = 100; i < 160; ++i) {
    AddOtherCode(sample, "verify/codes/" + std::to_string(i), "Code" + std::to_string(i));
  }
  for (int i = 100; i < 130; ++i) {
    const std::string number = std::to_string(i);
    CaseResult& result = sample.Add("verify/let-in/" + number, Verdict::kFail, "It is let in.");
    sample.VectorOf(result).rules = {"rule/" + number};
  }
  const std::string text = Console(sample);
  EXPECT_LE(LinesTaken(text), kConsoleLines);
  for (int i = 100; i < 130; ++i) {
    EXPECT_TRUE(Holds(text, "cases  verify/let-in/" + std::to_string(i))) << text;
  }
  EXPECT_TRUE(
      Holds(text, "   60 other code, in 60 kinds: 1 403 Code100 for 400 InvalidArgument; 1 "))
      << text;
}

TEST(ConsoleText, SaysWhyCasesWereLeftOut) {
  SampleReport sample;
  sample.report.adapter_info.features = {"verify:region"};
  const auto add = [&sample](const char* id, std::vector<std::string> features) {
    sample.VectorOf(sample.Add(id, Verdict::kUnsupported)).features = std::move(features);
  };
  add("verify/a/1", {"policy"});
  add("verify/a/2", {"policy", "region", "lambda"});
  sample.Add("verify/a/3", Verdict::kUnsupported, "Skipped by the adapter: https://example.com/1");
  const auto cannot = [&sample](const char* id, const std::string& why) {
    sample.Add(id, Verdict::kNotExercised, "Cannot be asked of this endpoint: " + why + ".");
  };
  for (const char* id : {"verify/a/5", "verify/a/6"}) cannot(id, "it is a day: give a clock");
  cannot("verify/a/7", "it is one second: give a clock");
  cannot("verify/a/8", "no \"temporary\": add one");
  cannot("verify/a/9", "it is odd");
  const std::string text = Console(sample);
  EXPECT_TRUE(Holds(text,
                    "  - 3 not exercised (give a clock): 2 it is a day; 1 it is one second\n"
                    "  - 1 not exercised: 1 it is odd\n"
                    "  - 1 not exercised (add one): 1 no \"temporary\"\n"
                    "  - 1 unsupported: 1 https://example.com/1\n"
                    "  - 2 unsupported, for features that are not declared: 2 policy; 1 lambda\n"))
      << text;
}

TEST(ConsoleText, SaysInOneLineThatAnOperationIsNotOffered) {
  SampleReport sample;
  sample.Add("verify/a/1", Verdict::kPass);
  for (const char* id : {"presign/a/1", "presign/a/2"}) {
    CaseResult& result = sample.Add(id, Verdict::kUnsupported, "presign is not declared");
    sample.VectorOf(result).request = PresignMessage{};
  }
  const std::string text = Console(sample);
  EXPECT_TRUE(Holds(text, "\n  - presign is not offered (2 cases)\n")) << text;
  EXPECT_TRUE(Holds(text, "passed 1 of 1 required; 0 unsupported;")) << text;
}

TEST(ConsoleText, ShowsTheDisputedCasesThatRan) {
  SampleReport sample;
  sample.Add("verify/a/1", Verdict::kPass);
  sample.Add("verify/a/2", Verdict::kDisputed, "Disputed; it answered as we expect AWS to.");
  sample.Add("verify/b/1", Verdict::kPass);
  EXPECT_TRUE(Holds(Console(sample),
                    "    1 Disputed; it answered as we expect AWS to.\n"
                    "      cases  verify/a/2\n"))
      << Console(sample);
}

TEST(ConsoleText, NamesTheRunsOwnFaultsFirstAndThatItStopped) {
  SampleReport sample;
  sample.report.faults = {"the clock probe \x1b failed"};
  sample.report.complete = false;
  sample.Add("verify/a/1", Verdict::kFail, "Accepted.");
  const std::string text = Console(sample);
  EXPECT_EQ(text.find("BROKEN: the clock probe \\x1b failed. Until then: 1 wrong decision"), 0u)
      << text;
  EXPECT_TRUE(Holds(text, "! the clock probe \\x1b failed\n"));
  EXPECT_TRUE(Holds(text, "! the run stopped early: not every case has a verdict\n"));
}

TEST(ConsoleText, ShowsOneOfTheCasesThatFailAlikeAndNamesTheOthers) {
  SampleReport sample;
  sample.Add("verify/a/1", Verdict::kFail, "Accepted, early.").likely_causes = {Expiry()};
  sample.Add("verify/a/2", Verdict::kFail, "Refused \"a\".");
  sample.Add("verify/a/3", Verdict::kPass);
  sample.Add("verify/a/4", Verdict::kFail, "Accepted, late.").likely_causes = {Expiry()};
  sample.Add("verify/a/5", Verdict::kFail, "Refused \"b\".");
  sample.Add("verify/b/7", Verdict::kFault, "Refused.");
  const std::string text = Console(sample);
  EXPECT_TRUE(Holds(text,
                    "\n    2 let in: looks like expiry-not-checked: Accepts what has expired. "
                    "Known from a/b#1.\nFAIL verify/a/1\n  Accepted, early.\n"))
      << text;
  EXPECT_TRUE(Holds(text, "--select verify/a/1\n\n  1 more like it: verify/a/4\n\n")) << text;
  EXPECT_TRUE(Holds(text,
                    "\n    2 let in: window/expired (must, A): A URL ends after its lifetime.\n"
                    "FAIL verify/a/2\n  Refused \"a\".\n"))
      << text;
  EXPECT_TRUE(Holds(text, "  1 more like it: verify/a/5\n"));
  EXPECT_TRUE(Holds(text, "\n    1 broke: Refused.\n")) << text;
  EXPECT_FALSE(Holds(text, "verify/a/3"));
}

TEST(ConsoleText, FitsOntoTwoScreensAndNamesEveryKind) {
  SampleReport sample;
  for (int i = 0; i < 70; ++i) {
    CaseResult& result = sample.Add("verify/a/" + std::to_string(i), Verdict::kFail,
                                    "Accepted, " + std::string(300, 'x'));
    result.likely_causes = {{"mistake-" + std::to_string(i), std::string(200, 'y'), {}}};
  }
  const std::string text = Console(sample);
  EXPECT_LE(LinesTaken(text), kConsoleLines);
  for (int i = 0; i < 70; ++i) {
    EXPECT_TRUE(Holds(text, "looks like mistake-" + std::to_string(i) + ":")) << i;
  }
}

TEST(ConsoleText, SaysWhichFurtherCasesTheCausesRestOn) {
  SampleReport sample;
  sample.Add("verify/a/1", Verdict::kFail);
  EXPECT_FALSE(Holds(ConsoleText(sample.report, false), "further"));
  sample.report.further = {40, 40};
  EXPECT_TRUE(Holds(ConsoleText(sample.report, false),
                    "\nLikely causes: asked 40 further cases to tell the causes apart\n"));
  sample.report.further = {.left_out = true};
  EXPECT_TRUE(Holds(ConsoleText(sample.report, false),
                    "\nLikely causes: asked no further cases to tell the causes apart: a run"));
  sample.report.further = {0, 1};
  EXPECT_TRUE(Holds(ConsoleText(sample.report, false),
                    "\nLikely causes: asked 0 of 1 further case to tell the causes apart: a run"));
}

TEST(ConsoleText, DoesNotMentionCausesIfNoneIsKnown) {
  SampleReport sample;
  sample.Add("verify/a/4", Verdict::kFail, "Refused.");
  EXPECT_FALSE(Holds(Console(sample), "ikel"));
}

}  // namespace
}  // namespace countersign
