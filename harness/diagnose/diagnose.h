#pragma once

#include <vector>

#include "diagnose/failures_of_mutants.h"
#include "judge/verdict.h"
#include "runner/runner.h"

namespace countersign {

// FurtherAnswers are answers to cases that the user did not select. They are evidence for and
// against causes, and nothing else.
struct FurtherAnswers {
  std::vector<CaseResult> results;
  std::vector<FailedAnswer> failed_answers;
};

// Diagnose adds likely causes to the results of failed cases: known mistakes that each give exactly
// the answer of the implementation, at the level that is judged. All cases of the run are evidence:
// a mistake is named if they support it clearly more than they contradict it. `results` and
// `failures` are from the same run. `known` saves time if it is kept for the next diagnosis.
void Diagnose(const AdapterInfo& adapter_info, const std::vector<FailedAnswer>& failures,
              std::vector<CaseResult>& results, const FurtherAnswers& further,
              FailuresOfMutants& known);

// The diagnosis of a single run that asked everything it was to ask.
void Diagnose(const AdapterInfo& adapter_info, const std::vector<FailedAnswer>& failures,
              std::vector<CaseResult>& results);

}  // namespace countersign
