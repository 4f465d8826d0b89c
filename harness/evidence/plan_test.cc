#include <gtest/gtest.h>

#include <algorithm>

#include "evidence/recording.h"
#include "evidence/weigh.h"
#include "judge/derive.h"
#include "suite/load.h"
#include "suite/proof.h"
#include "suite/select.h"

namespace countersign {
namespace {

const Suite& WholeSuite() {
  static const Suite suite = [] {
    Suite loaded = std::get<Suite>(LoadEmbedded());
    EXPECT_EQ(FillSignatures(loaded), std::nullopt);
    return loaded;
  }();
  return suite;
}

RecordingPlan PlanOf(const std::vector<std::string>& globs) {
  RecordingTarget target;
  target.bucket = {"mine", "us-east-1"};
  target.prefix = "countersign-12345678/";
  target.credentials.primary.access_key_id = "AKIALIVEEXAMPLE";
  target.credentials.primary.secret_access_key = "live/EXAMPLE";
  Selection selection;
  selection.select = globs;
  selection.weakest = Level::kMay;
  return PlanRecording(Select(WholeSuite(), selection), target);
}

TEST(PlanRecording, AsksDisputedAndWeaklySourcedCasesFirst) {
  const RecordingPlan plan = PlanOf({"verify"});
  ASSERT_GT(plan.cases.size(), 1500u);
  EXPECT_GT(plan.disputed, 30u);
  EXPECT_GT(plan.weakly_sourced, 30u);
  for (std::size_t i = 0; i < plan.cases.size(); ++i) {
    const Case& c = *plan.cases[i].vector;
    const bool disputed = i < plan.disputed;
    const bool weak = !disputed && i < plan.disputed + plan.weakly_sourced;
    EXPECT_EQ(c.status == CaseStatus::kDisputed, disputed) << c.id;
    if (disputed) continue;
    EXPECT_EQ(IsWeaklySourced(c), weak) << c.id;
  }
}

TEST(PlanRecording, CountsEachCaseOnceAsAskedOrNot) {
  const RecordingPlan plan = PlanOf(
      {"presign/path/space", "verify/path/space", "verify/transfer/download-outlives-its-url"});
  EXPECT_EQ(plan.cases.size(), 1u);
  EXPECT_EQ(plan.not_asked.at("it is a presign case"), 1u);
  EXPECT_EQ(plan.not_asked.at("it takes several requests and waits between them"), 1u);
}

TEST(PlanRecording, CountsRequestsAndObjectsAtMost) {
  const RecordingPlan plan = PlanOf({"verify/path/space", "verify/headers/four-amz-headers"});
  ASSERT_EQ(plan.cases.size(), 2u);
  // A GET: it puts its object, asks, asks with a wrong signature. A PUT: it asks twice. One object
  // to begin with at the only place; two objects are removed.
  EXPECT_EQ(plan.objects, 2u);
  EXPECT_EQ(plan.requests, 3u + 2u + plan.places.size() + 2u);
}

}  // namespace
}  // namespace countersign
