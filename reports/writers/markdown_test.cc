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

TEST(Markdown, BeginsWithTheVerdictThenWhatWasLetInThenWhatIsWrong) {
  SampleReport sample;
  EXPECT_EQ(Markdown(sample.report).find("What is wrong"), std::string::npos);
  sample.AddEveryVerdict("because");
  const std::string document = Markdown(sample.report);
  std::size_t at = 0;
  for (const char* part :
       {"# Countersign 0\\.1\\.0: mine 1\\.0\n\n**Not conforming\\: 1 wrong decision \\(1 let in "
        "what",
        "## Let in what must be refused: 1\n",
        "| 1 | must | A | window/expired\\: A URL ends after its lifetime\\. |\n",
        "## What is wrong\n\n**1 let in**: looks like some\\-mistake\\: because Known from "
        "because\\.\n",
        "## Disputed", "- 1: because", "## Not asked, or not answered\n", "## By step\n"}) {
    at = document.find(part, at);
    ASSERT_NE(at, std::string::npos) << part << document;
  }
}

TEST(Markdown, ShowsOneOfAKindAndNamesTheOthers) {
  SampleReport sample;
  sample.Add("verify/a/1", Verdict::kFail, "Accepted, one.");
  sample.Add("verify/a/2", Verdict::kFail, "Accepted, two.");
  sample.Add("verify/a/3", Verdict::kPass);
  const std::string document = Markdown(sample.report);
  EXPECT_NE(document.find("<summary>2 cases</summary>\n\n```text\nverify/a/{1, 2}\n```\n"),
            std::string::npos)
      << document;
  EXPECT_EQ(document.find("two"), std::string::npos);
}

TEST(Markdown, FitsIntoAnIssueAndNamesEveryKindAndCase) {
  SampleReport sample;
  for (int i = 0; i < 100; ++i) {
    CaseResult& result =
        sample.Add("verify/a/case-" + std::to_string(i), Verdict::kFail, "Accepted.");
    result.likely_causes = {{"mistake-" + std::to_string(i), "x", {}}};
    OkAnswer ok;
    ok.principal = std::string(2000, 'p');
    result.observed = Answer(ok);
  }
  sample.Add("verify/a/z", Verdict::kPass);
  const std::string document = Markdown(sample.report);
  EXPECT_LT(document.size(), 65'536u);
  for (int i = 0; i < 100; ++i) {
    EXPECT_NE(document.find("mistake\\-" + std::to_string(i) + "\\:"), std::string::npos) << i;
  }
}

// Each of many kinds has an example, in full or in a line.
TEST(Markdown, FitsIntoAnIssueWithManyKinds) {
  SampleReport sample;
  for (int i = 100; i < 180; ++i) {
    const std::string number = std::to_string(i);
    CaseResult& result =
        sample.Add("verify/a/" + number, Verdict::kFail, std::string(500, 'x') + number);
    result.observed = Answer(Refusal(403, "Code" + number));
  }
  const std::string text = Markdown(sample.report);
  EXPECT_LT(text.size(), 65'536u);
  for (int i = 100; i < 180; ++i) EXPECT_TRUE(Holds(text, "verify/a/" + std::to_string(i))) << i;
}

}  // namespace
}  // namespace countersign
