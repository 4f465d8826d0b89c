#pragma once

#include <vector>

#include "judge/verdict.h"
#include "runner/runner.h"

namespace countersign {

// Diagnose adds likely causes to the results of failed cases: known mistakes that each give exactly
// the answer of the implementation, at the level that is judged. All cases of the run are evidence:
// a mistake is named if they support it clearly more than they contradict it. `results` and
// `failures` are from the same run.
void Diagnose(const AdapterInfo& adapter_info, const std::vector<FailedAnswer>& failures,
              std::vector<CaseResult>& results);

}  // namespace countersign
