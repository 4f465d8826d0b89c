// Which cases and mutants belong to which diagnosis of a run. diagnose.cc and further_cases.cc must
// agree about that.
#include "diagnose/evidence.h"

#include <set>

namespace countersign {

bool IsEvidenceIn(const EvidenceScope& scope, const Case& c) {
  return OpOf(c) == scope.op && (scope.optional || c.level != Level::kMay);
}

bool IsNamedIn(const EvidenceScope& scope, const CaseResult& result) {
  return result.verdict == Verdict::kFail && OpOf(*result.vector) == scope.op &&
         (result.vector->level == Level::kMay) == scope.optional;
}

std::vector<const FailedAnswer*> FailuresNamedIn(const EvidenceScope& scope,
                                                 const std::vector<FailedAnswer>& failures,
                                                 const std::vector<CaseResult>& results) {
  std::set<const Case*> named;
  for (const CaseResult& one : results) {
    if (IsNamedIn(scope, one)) named.insert(one.vector);
  }
  std::vector<const FailedAnswer*> found;
  for (const FailedAnswer& one : failures) {
    if (named.count(one.vector) > 0) found.push_back(&one);
  }
  return found;
}

std::vector<const Mutant*> CandidatesFor(Op op) {
  const Side other_side = op == Op::kPresign ? Side::kVerify : Side::kPresign;
  std::vector<const Mutant*> candidates;
  for (const Mutant& mutant : Mutants()) {
    if (SideOf(mutant) != other_side && mutant.breaks.empty()) candidates.push_back(&mutant);
  }
  return candidates;
}

}  // namespace countersign
