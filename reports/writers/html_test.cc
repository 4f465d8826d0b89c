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

TEST(Html, HasNoScript) {
  SampleReport sample;
  sample.AddEveryVerdict("because");
  const std::string page = Html(sample.report);
  EXPECT_FALSE(Holds(page, "<script"));
  EXPECT_TRUE(Holds(page, "content=\"default-src 'none'; style-src 'unsafe-inline'\""));
}

TEST(Html, ShowsAFailureOfEachKindWithRuleSourceAndCaret) {
  SampleReport sample;
  sample.AddEveryVerdict("because");
  const std::string page = Html(sample.report);
  EXPECT_TRUE(
      Holds(page, "<details class=\"kind let-in\"><summary><span class=\"badge\">1 let in</span>"));
  EXPECT_TRUE(Holds(page, "<details class=\"kind broke\">"));
  EXPECT_TRUE(Holds(page, "<code>window/expired</code> A URL ends after its lifetime."));
  EXPECT_TRUE(
      Holds(page, "<a href=\"https://example.com/guide\" rel=\"noreferrer\">User guide</a>"));
  EXPECT_TRUE(Holds(page, "expected  /a\nobserved  /b\n           ^\n"));
  EXPECT_TRUE(Holds(page, "<dt>likely cause</dt><dd>some-mistake: because Known from because."));
}

TEST(Html, BeginsWithTheVerdictThenWhatWasLetInThenCausesThenCases) {
  SampleReport sample;
  sample.report.date = "2026-11-30 14:02 UTC";
  sample.AddEveryVerdict("because");
  const std::string page = Html(sample.report);
  std::size_t at = 0;
  for (const char* part :
       {"<h1>mine 1.0</h1>",
        "Not conforming: 1 wrong decision (1 let in what must be refused), 1 broke",
        "countersign run --adapter &#39;python3 mine.py&#39;", "<dd>2026-11-30 14:02 UTC</dd>",
        "Countersign 0.1.0, vectors <code>sha256:00</code>", "<svg ",
        "<h2>Let in what must be refused: 1, by rule</h2>",
        "<td>1</td><td>must</td><td>A</td><td><code>window/expired</code></td>",
        "<h2>What is wrong</h2>", " looks like some-mistake: because", "<h2>Disputed",
        "<h2>Not asked, or not answered</h2>", "<h2>By step</h2>", "<h2>All cases</h2>"}) {
    at = page.find(part, at);
    ASSERT_NE(at, std::string::npos) << part << page;
  }
}

TEST(Html, NamesEveryCaseOfAKind) {
  SampleReport sample;
  sample.Add("verify/a/first", Verdict::kFail, "Accepted, one.");
  sample.Add("verify/a/second", Verdict::kFail, "Accepted, two.");
  const std::string page = Html(sample.report);
  EXPECT_TRUE(Holds(page, "<summary>1 more like it</summary>"));
  EXPECT_TRUE(Holds(page, "<li><code>verify/a/second</code> Accepted, two.</li>"));
}

TEST(Html, ShowsOnlyWhatWasAsked) {
  SampleReport sample;
  sample.Add("verify/a/1", Verdict::kPass);
  sample.VectorOf(sample.Add("presign/a/1", Verdict::kUnsupported, "not declared")).request =
      PresignMessage{};
  const std::string page = Html(sample.report);
  EXPECT_TRUE(Holds(page, "<li>presign is not offered (1 case)</li>"));
  EXPECT_FALSE(Holds(page, "presign/a"));
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
