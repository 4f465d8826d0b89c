#pragma once

#include <cstddef>
#include <vector>

#include "diagnose/matcher.h"

namespace countersign {

// RunComparison is what all cases of a run say about one candidate.
struct RunComparison {
  const Candidate* candidate = nullptr;
  // For each failed case, in the order of `failed`.
  std::vector<MatchResult> results;
  std::vector<bool> of_its_rules;  // whether the case tests a rule of the mutant
  // Cases that contradict it.
  std::size_t other_outcome = 0;  // failed cases that one of both accepts and the other refuses
  std::size_t other_failure = 0;  // other failed cases that it fails in another way
  std::size_t passed = 0;         // cases that it fails and the implementation passed

  std::size_t Against() const { return other_outcome + other_failure + passed; }
};

// Accuracy is the share of the candidate's predictions that came true, from 0 to 1, if `same`
// failed cases agree with it. A case can have been answered wrongly, or rightly, for a second
// reason, so some contradictions are no proof. Who refuses what the candidate accepts, though,
// hardly has its mistake, wrong as the refusal may be.
double Accuracy(std::size_t same, const RunComparison& comparison);

// kLeastAccuracy is the accuracy from which a candidate may be named.
inline constexpr double kLeastAccuracy = 0.6;

// MayExplain tells whether the candidate fails any of these cases in the same way. It looks at the
// cases of its rules, and at some others.
bool MayExplain(const Candidate& candidate, const std::vector<FailedCase>& failed,
                Matcher& matcher);

// CompareWithRun compares the candidate with every failed case and every passed case. `results` is
// empty if the candidate explains no failure. Counting `passed` ends once the candidate cannot be
// named any more.
RunComparison CompareWithRun(const Candidate& candidate, const std::vector<FailedCase>& failed,
                             const std::vector<const Case*>& passed, Matcher& matcher);

}  // namespace countersign
