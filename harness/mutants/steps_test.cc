#include "mutants/steps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

namespace countersign {
namespace {

std::vector<StepId> Ids(std::span<const VerifyStep> steps) {
  std::vector<StepId> ids;
  for (const VerifyStep& step : steps) ids.push_back(step.id);
  return ids;
}

std::vector<StepId> Reference() { return Ids(VerifySteps()); }

Refusal Pass(VerifyState&) { return std::nullopt; }

TEST(Steps, ReferenceHasEachStepOnce) {
  const std::vector<StepId> ids = Reference();
  for (int id = 0; id <= static_cast<int>(kLastStep); ++id) {
    EXPECT_EQ(std::count(ids.begin(), ids.end(), StepId{id}), 1) << id;
  }
  EXPECT_EQ(ids.size(), static_cast<std::size_t>(kLastStep) + 1);
}

TEST(Steps, LeaveOutRemovesOneStep) {
  std::vector<StepId> expected = Reference();
  std::erase(expected, StepId::kToken);
  EXPECT_EQ(Ids(StepsWith({LeaveOut(StepId::kToken)})), expected);
  EXPECT_EQ(expected.size() + 1, Reference().size());
}

TEST(Steps, ReplaceKeepsTheOrder) {
  const std::vector<VerifyStep> steps = StepsWith({Replace(StepId::kWindow, Pass)});
  EXPECT_EQ(Ids(steps), Reference());
  for (const VerifyStep& step : steps) EXPECT_EQ(step.check == Pass, step.id == StepId::kWindow);
}

TEST(Steps, MoveBehindPutsOneStepAfterAnother) {
  const std::vector<StepId> ids = Ids(StepsWith({MoveBehind(StepId::kWindow, StepId::kSignature)}));
  const auto signature = std::find(ids.begin(), ids.end(), StepId::kSignature);
  ASSERT_NE(signature, ids.end());
  EXPECT_EQ(*(signature + 1), StepId::kWindow);
  EXPECT_EQ(std::count(ids.begin(), ids.end(), StepId::kWindow), 1);
  EXPECT_EQ(ids.size(), Reference().size());
}

TEST(Steps, AppendRunsTheReferenceStepAgainAtTheEnd) {
  const std::vector<VerifyStep> steps =
      StepsWith({Replace(StepId::kToken, Pass), Append(StepId::kToken)});
  EXPECT_EQ(steps.size(), Reference().size() + 1);
  EXPECT_EQ(steps.back().id, StepId::kToken);
  EXPECT_NE(steps.back().check, Pass);
}

}  // namespace
}  // namespace countersign
