#pragma once

#include <cstddef>
#include <vector>

#include "judge/verdict.h"
#include "runner/runner.h"

namespace countersign {

// Diagnose names the likely causes of the cases that failed: the known mistakes each of which,
// alone, gives exactly the answer that was given, at the level that is judged, and nothing wrong
// where the implementation is right. `results` and `failures` are of one run. The work is bounded:
// the number of failures that were not looked at to the end.
std::size_t Diagnose(const AdapterInfo& adapter_info, const std::vector<FailedAnswer>& failures,
                     std::vector<CaseResult>& results);

}  // namespace countersign
