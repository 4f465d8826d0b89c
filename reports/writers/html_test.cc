#include <gtest/gtest.h>

#include "writers/formats.h"
#include "writers/sample_report_test.h"

namespace countersign {
namespace {

TEST(Html, LoadsNothing) {
  SampleReport sample;
  sample.AddEveryVerdict("because");
  const std::string page = Html(sample.report);
  for (const char* part : {"src=", "<link", "@import", "url("}) EXPECT_FALSE(Holds(page, part));
}

TEST(Html, ShowsEachFailureWithRuleSourceAndCaret) {
  SampleReport sample;
  sample.AddEveryVerdict("because");
  const std::string page = Html(sample.report);
  EXPECT_TRUE(Holds(page, "<details class=\"case fail\" data-problem=\"1\">"));
  EXPECT_TRUE(Holds(page, "<code>window/expired</code> A URL ends after its lifetime."));
  EXPECT_TRUE(
      Holds(page, "<a href=\"https://example.com/guide\" rel=\"noreferrer\">User guide</a>"));
  EXPECT_TRUE(Holds(page, "expected  /a\nobserved  /b\n           ^\n"));
  EXPECT_TRUE(Holds(page, "data-verdict=\"fault\""));
}

TEST(Html, BeginsWithTheLikelyCauses) {
  SampleReport sample;
  EXPECT_FALSE(Holds(Html(sample.report), "Likely causes"));
  sample.AddEveryVerdict("because");
  const std::string page = Html(sample.report);
  EXPECT_TRUE(Holds(page,
                    "<h2>Likely causes</h2>\n<ul>\n<li>1 failure looks like some-mistake: because "
                    "Known from because.</li>\n</ul>\n"));
  EXPECT_TRUE(Holds(page, "<dt>likely cause</dt><dd>some-mistake: because Known from because."));
}

TEST(Html, LetsNoTextBecomeMarkup) {
  SampleReport sample;
  sample.report.adapter_info.name = "</title><script>alert(1)</script>";
  sample.report.faults = {"<img onerror=x>"};
  sample.AddEveryVerdict("</pre><script>alert(2)</script>");
  const std::string page = Html(sample.report);
  EXPECT_FALSE(Holds(page, "<script>alert"));
  EXPECT_FALSE(Holds(page, "<img"));
}

}  // namespace
}  // namespace countersign
