// Chooses what a run of a few cases asks besides, so that the causes of its failures are those that
// a run of everything finds. The `run` command calls it between the runner and Diagnose.
#include "diagnose/further_cases.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include "diagnose/evidence.h"
#include "diagnose/run_comparison.h"

namespace countersign {
namespace {

// The cases in an order in which the beginning is a sample of them all.
std::vector<const Case*> Spread(const std::vector<const Case*>& cases) {
  constexpr std::uint32_t kGoldenRatio = 2654435769;  // times 2^32
  std::vector<std::pair<std::uint32_t, const Case*>> keyed;
  for (const Case* c : cases) {
    keyed.emplace_back(static_cast<std::uint32_t>(keyed.size()) * kGoldenRatio, c);
  }
  std::sort(keyed.begin(), keyed.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<const Case*> spread;
  for (const auto& [key, c] : keyed) spread.push_back(c);
  return spread;
}

// The cases that a candidate fails, those of its rules first.
std::vector<const Case*> FailedBy(const Candidate& candidate, const std::vector<const Case*>& cases,
                                  Matcher& matcher) {
  std::vector<const Case*> failed;
  std::copy_if(cases.begin(), cases.end(), std::back_inserter(failed),
               [&](const Case* c) { return matcher.Fails(candidate, *c); });
  std::stable_partition(failed.begin(), failed.end(),
                        [&](const Case* c) { return BreaksRuleOf(*candidate.mutant, *c); });
  return failed;
}

// Takes the first case of each list, then the second one of each, and so on.
void AddInTurn(const std::vector<std::vector<const Case*>>& lists, std::set<const Case*>& known,
               std::vector<const Case*>& all) {
  std::size_t longest = 0;
  for (const auto& list : lists) longest = std::max(longest, list.size());
  for (std::size_t i = 0; i < longest; ++i) {
    for (const auto& list : lists) {
      if (i < list.size() && known.insert(list[i]).second) all.push_back(list[i]);
    }
  }
}

}  // namespace

std::vector<const Case*> FurtherCases(const AdapterInfo& adapter_info,
                                      const std::vector<FailedAnswer>& failures,
                                      const std::vector<CaseResult>& results,
                                      const std::vector<const Case*>& others,
                                      FailuresOfMutants& known) {
  std::vector<const Case*> further;
  std::set<const Case*> listed;
  Matcher matcher(adapter_info, known);
  for (const EvidenceScope& scope : kEvidenceScopes) {
    std::vector<FailedCase> failed_cases;
    for (const FailedAnswer* one : FailuresNamedIn(scope, failures, results)) {
      failed_cases.push_back(matcher.Read(*one));
    }
    if (failed_cases.empty()) continue;
    std::vector<const Case*> usable;
    std::copy_if(others.begin(), others.end(), std::back_inserter(usable),
                 [&](const Case* c) { return IsEvidenceIn(scope, *c); });
    usable = Spread(usable);
    std::vector<std::vector<const Case*>> lists;
    for (const Mutant* mutant : CandidatesFor(scope.op)) {
      if (known.IsInterrupted()) return {};
      const Candidate candidate(*mutant);
      if (!MayExplain(candidate, failed_cases, matcher)) continue;
      lists.push_back(FailedBy(candidate, usable, matcher));
    }
    AddInTurn(lists, listed, further);
  }
  return further;
}

}  // namespace countersign
