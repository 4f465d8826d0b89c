#include <gtest/gtest.h>

#include "writers/formats.h"
#include "writers/sample_report_test.h"

// That it parses as XML is checked by formats_test.py.
namespace countersign {
namespace {

TEST(JUnit, HasASuiteForEachStep) {
  SampleReport sample;
  sample.Add("presign/path/slash", Verdict::kPass);
  sample.Add("verify/window/late", Verdict::kPass);
  EXPECT_EQ(
      JUnit(sample.report),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"countersign\" tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"0\">\n"
      "  <testsuite name=\"verdict\" tests=\"0\" failures=\"0\" errors=\"0\" skipped=\"0\">\n"
      "    <system-out>Conforming\n"
      "passed 2 of 2 required; 0 unsupported; 0 not exercised; 0 expected to fail; 0 disputed\n"
      "</system-out>\n"
      "  </testsuite>\n"
      "  <testsuite name=\"presign/path\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n"
      "    <testcase classname=\"presign.path\" name=\"slash\"/>\n"
      "  </testsuite>\n"
      "  <testsuite name=\"verify/window\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">\n"
      "    <testcase classname=\"verify.window\" name=\"late\"/>\n"
      "  </testsuite>\n"
      "</testsuites>\n");
}

TEST(JUnit, HasAChildElementForEveryNonPass) {
  SampleReport sample;
  sample.AddEveryVerdict("because");
  const std::string xml = JUnit(sample.report);
  EXPECT_TRUE(Holds(xml, "tests=\"8\" failures=\"2\" errors=\"1\" skipped=\"4\""));
  EXPECT_TRUE(Holds(xml,
                    "<failure message=\"let in: window/expired (must, A): because Likely cause: "
                    "some-mistake: because Known from because.\" type=\"let-in\">"));
  EXPECT_TRUE(Holds(xml,
                    "<failure message=\"passed unexpectedly: window/expired (must, A): because\" "
                    "type=\"unexpected-pass\">"));
  EXPECT_TRUE(
      Holds(xml, "<error message=\"broke: window/expired (must, A): because\" type=\"broke\">"));
  EXPECT_TRUE(Holds(xml, "<system-err>because</system-err>"));
  EXPECT_TRUE(Holds(xml, "<skipped message=\"unsupported: because\"/>"));
  EXPECT_TRUE(Holds(xml, "<skipped message=\"not-exercised: because\"/>"));
  EXPECT_TRUE(Holds(xml, "<skipped message=\"expected-failure: expected: because (because)\"/>"));
  EXPECT_TRUE(Holds(xml, "<skipped message=\"disputed: because\"/>"));
}

TEST(JUnit, BeginsWithTheVerdictAndWhatWasLetIn) {
  SampleReport sample;
  sample.Add("verify/window/late", Verdict::kFail, "Accepted.");
  EXPECT_TRUE(
      Holds(JUnit(sample.report),
            "skipped=\"0\">\n    <system-out>Not conforming: 1 wrong decision (1 let in what "
            "must be refused)\n"
            "passed 0 of 1 required; 1 failed; 0 unsupported; 0 not exercised; 0 expected "
            "to fail; 0 disputed\n"
            "let in: 1 window/expired (must, A)\n"
            "1 let in: window/expired (must, A): A URL ends after its lifetime.\n"
            "</system-out>"));
}

TEST(JUnit, HasAnErrorForAnIncompleteRun) {
  SampleReport sample;
  sample.Add("verify/window/late", Verdict::kPass);
  sample.report.complete = false;
  sample.report.interrupted = true;
  EXPECT_TRUE(Holds(JUnit(sample.report), "<error message=\"the run was interrupted"));
}

TEST(JUnit, ShowsTheCommandThatRunsTheCaseAgain) {
  SampleReport sample;
  sample.Add("verify/window/late", Verdict::kFail, "no");
  EXPECT_TRUE(Holds(JUnit(sample.report),
                    "countersign run --adapter &#39;python3 mine.py&#39; --select "
                    "verify/window/late"));
}

}  // namespace
}  // namespace countersign
