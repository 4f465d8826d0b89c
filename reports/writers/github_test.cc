#include <gtest/gtest.h>

#include "writers/formats.h"
#include "writers/sample_report_test.h"
#include "writers/text.h"

namespace countersign {
namespace {

TEST(GitHub, SaysTheVerdictFirstAndGroupsFailuresByKind) {
  SampleReport sample;
  sample.Add("verify/window/late", Verdict::kFail, "Accepted.");
  sample.Add("verify/window/later", Verdict::kFail, "Accepted.");
  EXPECT_EQ(GitHub(sample.report),
            "countersign: Not conforming: 2 wrong decisions (2 let in what must be refused)\n"
            "::error title=2 let in%3A window/expired (must%2C A)::window/expired (must, A): A URL "
            "ends after its lifetime.%0Averify/window/late: Accepted."
            "%0AA URL ends after its lifetime. (User guide)%0Aalso verify/window/later"
            "%0Acountersign run --adapter 'python3 mine.py' --select verify/window/late\n"
            "countersign: passed 0 of 2 required; 2 failed; 0 unsupported; 0 not exercised; "
            "0 expected to fail; 0 disputed\n");
}

TEST(GitHub, ShowsAtMostTenAnnotations) {
  SampleReport sample;
  for (int i = 0; i < 13; ++i) {
    const auto& result = sample.Add("verify/a/" + std::to_string(i), Verdict::kFail, "no");
    sample.VectorOf(result).rules = {"rule/" + std::to_string(i)};
  }
  const std::string text = GitHub(sample.report);
  EXPECT_EQ(Lines(text).size(), 12u);
  EXPECT_NE(text.find("3 further kinds"), std::string::npos);
}

TEST(GitHub, LetsNoTextStartACommand) {
  SampleReport sample;
  sample.AddEveryVerdict(kHostile);
  const std::string text = GitHub(sample.report);
  for (const std::string_view line : Lines(text)) {
    const bool known = line.rfind("::error title=", 0) == 0 || line.rfind("countersign: ", 0) == 0;
    EXPECT_TRUE(known) << line;
  }
  EXPECT_NE(text.find("100%250A"), std::string::npos);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(GitHub, EscapesColonsAndCommasInATitle) {
  SampleReport sample;
  const auto& result = sample.Add("verify/a/b", Verdict::kFail, "no");
  sample.VectorOf(result).rules = {"a:b,c"};
  EXPECT_NE(GitHub(sample.report).find("\n::error title=1 let in%3A a%3Ab%2Cc (must%2C -)::"),
            std::string::npos);
}

}  // namespace
}  // namespace countersign
