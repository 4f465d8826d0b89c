#pragma once

#include <cstddef>
#include <vector>

#include "judge/verdict.h"
#include "runner/runner.h"

namespace countersign {

// Diagnose adds likely causes to the results of failed cases: known mistakes that each give exactly
// the answer of the implementation, at the level that is judged, and that fail no case that the
// implementation passed. `results` and `failures` are from the same run. The work is bounded: it
// returns the number of failures that were not compared with every candidate.
std::size_t Diagnose(const AdapterInfo& adapter_info, const std::vector<FailedAnswer>& failures,
                     std::vector<CaseResult>& results);

}  // namespace countersign
