#pragma once

#include <vector>

#include "mutants/short_list.h"
#include "verify_steps.h"

namespace countersign {

// StepChange is one change to the reference's list of checks (reference/verify_steps.h), as data.
struct StepChange {
  enum class Kind { kLeaveOut, kReplace, kMoveBehind, kAppend };

  Kind kind = Kind::kLeaveOut;
  StepId step = StepId::kPlace;
  Refusal (*check)(VerifyState&) = nullptr;  // of kReplace: what runs instead
  StepId behind = StepId::kPlace;            // of kMoveBehind: the step after which it runs
};

using StepChanges = ShortList<StepChange, 4>;

constexpr StepChange LeaveOut(StepId step) { return {StepChange::Kind::kLeaveOut, step}; }

constexpr StepChange Replace(StepId step, Refusal (*check)(VerifyState&)) {
  return {StepChange::Kind::kReplace, step, check};
}

constexpr StepChange MoveBehind(StepId step, StepId behind) {
  return {StepChange::Kind::kMoveBehind, step, nullptr, behind};
}

// Append runs the reference's step once more, after all others.
constexpr StepChange Append(StepId step) { return {StepChange::Kind::kAppend, step}; }

// StepsWith returns the reference's list of checks after these changes, made in their order.
std::vector<VerifyStep> StepsWith(const StepChanges& changes);

// RunReferenceStep runs the reference's own check.
Refusal RunReferenceStep(StepId step, VerifyState& state);

}  // namespace countersign
