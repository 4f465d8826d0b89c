#pragma once

#include <vector>

#include "judge/verdict.h"
#include "mutants/mutant.h"
#include "runner/runner.h"

namespace countersign {

// EvidenceScope is one diagnosis of a run. A failure of level must or should is diagnosed with the
// cases of these two levels, so that it gets the same causes whether or not optional cases are
// asked. An optional failure is diagnosed with all cases.
struct EvidenceScope {
  Op op;
  bool optional;
};

inline constexpr EvidenceScope kEvidenceScopes[] = {
    {Op::kPresign, false}, {Op::kPresign, true}, {Op::kVerify, false}, {Op::kVerify, true}};

// IsEvidenceIn tells whether the answer to a case counts in this diagnosis.
bool IsEvidenceIn(const EvidenceScope& scope, const Case& c);

// IsNamedIn tells whether this diagnosis finds the causes of a result: it failed, and no deviation
// was expected.
bool IsNamedIn(const EvidenceScope& scope, const CaseResult& result);

// FailuresNamedIn returns the failures whose causes this diagnosis finds.
std::vector<const FailedAnswer*> FailuresNamedIn(const EvidenceScope& scope,
                                                 const std::vector<FailedAnswer>& failures,
                                                 const std::vector<CaseResult>& results);

// CandidatesFor returns the mutants that may explain failures of an operation.
std::vector<const Mutant*> CandidatesFor(Op op);

}  // namespace countersign
