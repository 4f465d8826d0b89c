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
                    "<failure message=\"because Likely cause: some-mistake: because Known from "
                    "because.\" type=\"fail\">"));
  EXPECT_TRUE(Holds(xml, "<failure message=\"because\" type=\"unexpected-pass\">"));
  EXPECT_TRUE(Holds(xml, "<error message=\"because\" type=\"fault\">"));
  EXPECT_TRUE(Holds(xml, "<system-err>because</system-err>"));
  EXPECT_TRUE(Holds(xml, "<skipped message=\"unsupported: because\"/>"));
  EXPECT_TRUE(Holds(xml, "<skipped message=\"not-exercised: because\"/>"));
  EXPECT_TRUE(Holds(xml, "<skipped message=\"expected-failure: expected: because (because)\"/>"));
  EXPECT_TRUE(Holds(xml, "<skipped message=\"disputed: because\"/>"));
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
