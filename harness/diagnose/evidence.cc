// Weighs one candidate against all cases of a run. Diagnose (diagnose.cc) calls it for every mutant
// of the side.
#include "diagnose/evidence.h"

#include <algorithm>

#include "mutants/mutant.h"

namespace countersign {
namespace {

// Failed cases with another outcome count as this many contradictions.
constexpr std::size_t kOtherOutcomeWeight = 4;
// A candidate that explains none of the failures of its rules, and none of this many others, is
// compared with no further one.
constexpr std::size_t kOthers = 150;

// MayExplain tells whether the candidate fails any of these cases in the same way: the cases of its
// rules, and some others, evenly spread.
bool MayExplain(const Candidate& candidate, const std::vector<FailedCase>& failed,
                Matcher& matcher) {
  const std::size_t step = failed.size() / kOthers + 1;
  for (std::size_t i = 0; i < failed.size(); ++i) {
    if (i % step != 0 && !BreaksRuleOf(*candidate.mutant, *failed[i].failure->vector)) continue;
    if (matcher.Compare(candidate, failed[i]) == MatchResult::kSameFailure) return true;
  }
  return false;
}

void CompareWithFailed(const std::vector<FailedCase>& failed, Matcher& matcher,
                       Evidence& evidence) {
  for (const FailedCase& one : failed) {
    const MatchResult result = matcher.Compare(*evidence.candidate, one);
    evidence.results.push_back(result);
    evidence.of_its_rules.push_back(
        BreaksRuleOf(*evidence.candidate->mutant, *one.failure->vector));
    if (result == MatchResult::kOtherFailure) ++evidence.other_failure;
    if (result == MatchResult::kOtherOutcome) ++evidence.other_outcome;
  }
}

// The cases of the mutant's rules are the likeliest to contradict it, so they come first.
void CompareWithPassed(bool of_its_rules, const std::vector<const Case*>& passed, Matcher& matcher,
                       Evidence& evidence) {
  const auto same = static_cast<std::size_t>(
      std::count(evidence.results.begin(), evidence.results.end(), MatchResult::kSameFailure));
  for (const Case* c : passed) {
    if (Accuracy(same, evidence) < kLeastAccuracy) return;
    if (BreaksRuleOf(*evidence.candidate->mutant, *c) != of_its_rules) continue;
    if (matcher.Fails(*evidence.candidate, *c)) ++evidence.passed;
  }
}

}  // namespace

double Accuracy(std::size_t same, const Evidence& evidence) {
  if (same == 0) return 0;
  const std::size_t wrong =
      kOtherOutcomeWeight * evidence.other_outcome + evidence.other_failure + evidence.passed;
  return static_cast<double>(same) / static_cast<double>(same + wrong);
}

Evidence GatherEvidence(const Candidate& candidate, const std::vector<FailedCase>& failed,
                        const std::vector<const Case*>& passed, Matcher& matcher) {
  Evidence evidence;
  evidence.candidate = &candidate;
  if (!MayExplain(candidate, failed, matcher)) return evidence;
  CompareWithFailed(failed, matcher, evidence);
  CompareWithPassed(true, passed, matcher, evidence);
  CompareWithPassed(false, passed, matcher, evidence);
  return evidence;
}

}  // namespace countersign
