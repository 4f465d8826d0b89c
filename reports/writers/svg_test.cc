#include <gtest/gtest.h>

#include "writers/formats.h"
#include "writers/sample_report_test.h"

namespace countersign {
namespace {

TEST(Svg, ShowsTheVerdictTheCountsAndWhatWasLetIn) {
  SampleReport sample;
  sample.report.date = "2026-11-30";
  sample.AddEveryVerdict("because");
  const std::string picture = Svg(sample.report);
  for (const char* part :
       {">mine 1.0</text>", ">Countersign 0.1.0, 2026-11-30</text>", ">Not conforming</text>",
        ">passed of 4 required</text>", ">let in what must be refused</text>",
        ">window/expired (must, A)</text>", "<title>mine 1.0: Not conforming: 1 wrong decision"}) {
    EXPECT_TRUE(Holds(picture, part)) << part << picture;
  }
}

TEST(Svg, ShowsWhatIsWrongIfNobodyWasLetIn) {
  SampleReport sample;
  CaseResult& result = sample.Add("verify/a/1", Verdict::kFail);
  result.observed = Answer(Refusal(403, "A"));
  result.likely_causes = {{"some-mistake", "x", {}}};
  const std::string picture = Svg(sample.report);
  EXPECT_TRUE(Holds(picture, ">What is wrong</text>"));
  EXPECT_TRUE(Holds(picture, ">some-mistake</text>"));
}

int NumberAfter(const std::string& text, std::size_t from, const std::string& before) {
  const std::size_t at = text.find(before, from);
  EXPECT_NE(at, std::string::npos) << before;
  return std::stoi(text.substr(at + before.size()));
}

TEST(Svg, PutsTheSquareOfALineOnItsBaseline) {
  SampleReport sample;
  sample.AddEveryVerdict("because");
  const std::string picture = Svg(sample.report);
  const std::size_t text = picture.find("<text", picture.find("width=\"12\" height=\"12\""));
  const std::size_t square = picture.rfind("<rect", text);
  EXPECT_EQ(NumberAfter(picture, square, " y=\""), NumberAfter(picture, text, " y=\"") - 11);
  EXPECT_EQ(NumberAfter(picture, square, " x=\""), NumberAfter(picture, text, " x=\"") - 64);
}

TEST(Svg, LoadsNothingAndLetsNoTextBecomeMarkup) {
  SampleReport sample;
  sample.report.adapter_info.name = "</text><script>alert(1)</script>";
  sample.AddEveryVerdict(kHostile);
  const std::string picture = Svg(sample.report);
  for (const char* part : {"<script", "href", "url(", "<image", "<style", "<b>"}) {
    EXPECT_FALSE(Holds(picture, part)) << part;
  }
}

}  // namespace
}  // namespace countersign
