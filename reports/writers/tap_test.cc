#include <gtest/gtest.h>

#include "writers/formats.h"
#include "writers/sample_report_test.h"
#include "writers/text.h"

namespace countersign {
namespace {

TEST(Tap, BeginsWithItsVersionAndPlan) {
  SampleReport sample;
  sample.Add("verify/window/on-time", Verdict::kPass);
  EXPECT_EQ(Tap(sample.report), "TAP version 14\n1..1\nok 1 - verify/window/on-time\n");
}

TEST(Tap, GivesEachVerdictItsDirective) {
  SampleReport sample;
  sample.AddEveryVerdict("because");
  const std::string tap = Tap(sample.report);
  for (const char* line :
       {"not ok 1 - verify/window/expected-failure # TODO expected: because (because)\n",
        "not ok 2 - verify/window/fail\n  ---\n  verdict: \"fail\"\n  wrong: \"let-in\"\n  "
        "message: \"because Likely "
        "cause: "
        "some-mistake: because Known from because.\"\n",
        "not ok 3 - verify/window/fault\n",
        "ok 4 - verify/window/not-exercised # SKIP not-exercised: because\n",
        "ok 5 - verify/window/pass\n", "not ok 6 - verify/window/unexpected-pass\n",
        "ok 7 - verify/window/unsupported # SKIP unsupported: because\n",
        "ok 8 - verify/window/disputed # SKIP disputed: because\n"}) {
    EXPECT_NE(tap.find(line), std::string::npos) << line << tap;
  }
}

TEST(Tap, SaysTheVerdictInAComment) {
  SampleReport sample;
  sample.Add("verify/window/late", Verdict::kFail, "Accepted.");
  EXPECT_EQ(Tap(sample.report)
                .find("TAP version 14\n1..1\n# Not conforming: 1 wrong decision "
                      "(1 let in what must be refused)\nnot ok 1"),
            0u);
}

TEST(Tap, LetsNoTextStartADirectiveOrALine) {
  SampleReport sample;
  sample.Add("verify/window/a", Verdict::kUnsupported, "no # TODO\nok 2 - forged");
  EXPECT_EQ(Tap(sample.report),
            "TAP version 14\n1..1\n"
            "ok 1 - verify/window/a # SKIP unsupported: no \\# TODO\\\\nok 2 - forged\n");
}

TEST(Tap, KeepsHostileTextInsideItsDiagnostics) {
  SampleReport sample;
  sample.AddEveryVerdict(kHostile);
  const std::string tap = Tap(sample.report);
  for (const std::string_view line : Lines(tap)) {
    const bool known = line.rfind("ok ", 0) == 0 || line.rfind("not ok ", 0) == 0 ||
                       line.rfind("  ", 0) == 0 || line == "TAP version 14" || line == "1..8" ||
                       line.rfind("# Not conforming: ", 0) == 0;
    EXPECT_TRUE(known) << line;
  }
}

TEST(Tap, BailsOutOfAnIncompleteRun) {
  SampleReport sample;
  sample.report.complete = false;
  sample.report.interrupted = true;
  EXPECT_NE(Tap(sample.report).find("\nBail out! the run was interrupted"), std::string::npos);
}

TEST(Tap, CountsTheFaultsOfTheRunInItsPlan) {
  SampleReport sample;
  sample.report.faults = {"exited with status 3"};
  EXPECT_EQ(Tap(sample.report), "TAP version 14\n1..1\nnot ok 1 - run: exited with status 3\n");
}

}  // namespace
}  // namespace countersign
