// Applies the changes that a mutant makes to the reference's list of checks. mutant.cc calls this
// once for each mutant; the checks of mutants call RunReferenceStep for the part that they keep.
#include "mutants/steps.h"

#include <algorithm>

namespace countersign {
namespace {

// Every StepId is in the reference's list, so the search always succeeds (steps_test.cc).
template <typename Steps>
auto Find(Steps& steps, StepId id) {
  return std::find_if(steps.begin(), steps.end(),
                      [id](const VerifyStep& step) { return step.id == id; });
}

VerifyStep ReferenceStep(StepId id) {
  const std::span<const VerifyStep> steps = VerifySteps();
  return *Find(steps, id);
}

void Apply(const StepChange& change, std::vector<VerifyStep>& steps) {
  const auto place = Find(steps, change.step);
  switch (change.kind) {
    case StepChange::Kind::kLeaveOut: steps.erase(place); break;
    case StepChange::Kind::kReplace: place->check = change.check; break;
    case StepChange::Kind::kMoveBehind: {
      const VerifyStep step = *place;
      steps.erase(place);
      steps.insert(Find(steps, change.behind) + 1, step);
      break;
    }
    case StepChange::Kind::kAppend: steps.push_back(ReferenceStep(change.step)); break;
  }
}

}  // namespace

std::vector<VerifyStep> StepsWith(const StepChanges& changes) {
  std::vector<VerifyStep> steps(VerifySteps().begin(), VerifySteps().end());
  for (const StepChange& change : changes) Apply(change, steps);
  return steps;
}

Refusal RunReferenceStep(StepId step, VerifyState& state) {
  return ReferenceStep(step).check(state);
}

}  // namespace countersign
