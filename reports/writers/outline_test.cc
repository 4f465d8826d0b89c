#include "writers/outline.h"

#include <gtest/gtest.h>

#include "writers/sample_report_test.h"

namespace countersign {
namespace {

using TextLines = std::vector<std::string>;

void AddFail(SampleReport& sample, const std::string& id, const std::string& cause) {
  CaseResult& result = sample.Add(id, Verdict::kFail, "no");
  if (!cause.empty()) result.likely_causes = {{cause, "It does.", {}}};
}

TEST(LikelyLines, CountEachCauseTheMostFrequentFirst) {
  SampleReport sample;
  AddFail(sample, "verify/a/1", "once");
  AddFail(sample, "verify/a/2", "often");
  AddFail(sample, "verify/a/3", "often");
  AddFail(sample, "verify/a/4", "");
  EXPECT_EQ(LikelyLines(sample.report),
            (TextLines{"2 failures look like often: It does.",
                       "1 failure looks like once: It does.", "1 failure has no known cause"}));
  AddFail(sample, "verify/a/5", "");
  EXPECT_EQ(LikelyLines(sample.report).back(), "2 failures have no known cause");
}

TEST(LikelyLines, EndWithTheFurtherCasesThatWereAsked) {
  SampleReport sample;
  sample.report.further.useful = sample.report.further.asked = 1;
  EXPECT_EQ(LikelyLines(sample.report), TextLines{});
  AddFail(sample, "verify/a/1", "once");
  EXPECT_EQ(LikelyLines(sample.report),
            (TextLines{"1 failure looks like once: It does.",
                       "asked 1 further case to tell the causes apart"}));
  sample.report.further.useful = 3;
  EXPECT_EQ(LikelyLines(sample.report).back(),
            "asked 1 of 3 further cases to tell the causes apart: a run of everything may name "
            "others");
  sample.report.further.left_out = true;
  EXPECT_EQ(LikelyLines(sample.report).back(),
            "asked no further cases to tell the causes apart: a run of everything may name others");
  sample.report.further = {};
  EXPECT_EQ(LikelyLines(sample.report), TextLines{"1 failure looks like once: It does."});
}

}  // namespace
}  // namespace countersign
