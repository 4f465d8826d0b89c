// Weighs one candidate against all cases of a run. Diagnose (diagnose.cc) calls it for every mutant
// of the side.
#include "diagnose/run_comparison.h"

#include <algorithm>

#include "mutants/mutant.h"

namespace countersign {
namespace {

// Failed cases with another outcome count as this many contradictions.
constexpr std::size_t kOtherOutcomeWeight = 4;
// A candidate that explains none of the failures of its rules, and none of this many others, is
// compared with no further one.
constexpr std::size_t kOthers = 150;

void CompareWithFailed(const std::vector<FailedCase>& failed, Matcher& matcher,
                       RunComparison& comparison) {
  for (const FailedCase& one : failed) {
    const MatchResult result = matcher.Compare(*comparison.candidate, one);
    comparison.results.push_back(result);
    comparison.of_its_rules.push_back(
        BreaksRuleOf(*comparison.candidate->mutant, *one.failure->vector));
    if (result == MatchResult::kOtherFailure) ++comparison.other_failure;
    if (result == MatchResult::kOtherOutcome) ++comparison.other_outcome;
  }
}

// The cases of the mutant's rules are the likeliest to contradict it, so they come first.
void CompareWithPassed(bool of_its_rules, const std::vector<const Case*>& passed, Matcher& matcher,
                       RunComparison& comparison) {
  const auto same = static_cast<std::size_t>(
      std::count(comparison.results.begin(), comparison.results.end(), MatchResult::kSameFailure));
  for (const Case* c : passed) {
    if (Accuracy(same, comparison) < kLeastAccuracy) return;
    if (BreaksRuleOf(*comparison.candidate->mutant, *c) != of_its_rules) continue;
    if (matcher.Fails(*comparison.candidate, *c)) ++comparison.passed;
  }
}

}  // namespace

// The others are evenly spread.
bool MayExplain(const Candidate& candidate, const std::vector<FailedCase>& failed,
                Matcher& matcher) {
  const std::size_t step = failed.size() / kOthers + 1;
  for (std::size_t i = 0; i < failed.size(); ++i) {
    if (i % step != 0 && !BreaksRuleOf(*candidate.mutant, *failed[i].failure->vector)) continue;
    if (matcher.Compare(candidate, failed[i]) == MatchResult::kSameFailure) return true;
  }
  return false;
}

double Accuracy(std::size_t same, const RunComparison& comparison) {
  if (same == 0) return 0;
  const std::size_t wrong =
      kOtherOutcomeWeight * comparison.other_outcome + comparison.other_failure + comparison.passed;
  return static_cast<double>(same) / static_cast<double>(same + wrong);
}

RunComparison CompareWithRun(const Candidate& candidate, const std::vector<FailedCase>& failed,
                             const std::vector<const Case*>& passed, Matcher& matcher) {
  RunComparison comparison;
  comparison.candidate = &candidate;
  if (!MayExplain(candidate, failed, matcher)) return comparison;
  CompareWithFailed(failed, matcher, comparison);
  CompareWithPassed(true, passed, matcher, comparison);
  CompareWithPassed(false, passed, matcher, comparison);
  return comparison;
}

}  // namespace countersign
