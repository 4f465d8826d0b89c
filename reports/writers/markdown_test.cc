#include <gtest/gtest.h>

#include "writers/formats.h"
#include "writers/sample_report_test.h"
#include "writers/text.h"

namespace countersign {
namespace {

TEST(Markdown, CountsByStep) {
  SampleReport sample;
  sample.Add("presign/path/slash", Verdict::kPass);
  sample.Add("verify/window/late", Verdict::kUnsupported);
  const std::string text = Markdown(sample.report);
  EXPECT_NE(text.find("| presign/path | 1 | · |"), std::string::npos) << text;
  EXPECT_NE(text.find("| verify/window | · | · | · | 1 |"), std::string::npos) << text;
  EXPECT_EQ(text.find("<details>"), std::string::npos) << "nothing failed";
}

TEST(Markdown, FoldsEachFailure) {
  SampleReport sample;
  sample.AddEveryVerdict("because");
  const std::string text = Markdown(sample.report);
  EXPECT_NE(text.find("<details><summary>fail: <code>verify/window/fail</code></summary>"),
            std::string::npos);
  EXPECT_NE(text.find("expected  /a\nobserved  /b\n           ^\n"), std::string::npos);
  EXPECT_EQ(text.find("<code>verify/window/unsupported"), std::string::npos);
}

TEST(Markdown, LetsNoTextBecomeMarkup) {
  SampleReport sample;
  sample.report.adapter_info.name = kHostile;
  sample.Add("verify/a/b", Verdict::kFail, kHostile);
  const std::string text = Markdown(sample.report);
  EXPECT_EQ(text.find("<b>"), std::string::npos);
  EXPECT_NE(text.find("\\| \\`\\` \\`\\`\\` \\#"), std::string::npos) << text;
}

TEST(Markdown, FencesWithMoreBackticksThanTheTextHas) {
  SampleReport sample;
  sample.Add("verify/a/b", Verdict::kFail, "no").stderr_tail = "```\n````\n# out";
  EXPECT_NE(Markdown(sample.report).find("`````text\n```\n````\n# out\n`````\n"),
            std::string::npos);
}

TEST(Markdown, BeginsWithTheLikelyCauses) {
  SampleReport sample;
  EXPECT_EQ(Markdown(sample.report).find("Likely"), std::string::npos);
  sample.AddEveryVerdict("because");
  const std::string document = Markdown(sample.report);
  EXPECT_NE(document.find("## Likely causes\n\n- 1 failure looks like some\\-mistake\\: because "
                          "Known from because\\.\n"),
            std::string::npos)
      << document;
}

}  // namespace
}  // namespace countersign
