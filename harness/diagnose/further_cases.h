#pragma once

#include <vector>

#include "diagnose/failures_of_mutants.h"
#include "judge/verdict.h"
#include "runner/runner.h"

namespace countersign {

// FurtherCases returns those of `others` whose answers are evidence for or against a mutant that
// explains one of the failures: the cases that such a mutant fails. With the answers to all of
// them, Diagnose names the same causes as in a run of everything. They are in an order in which the
// first ones say most. `results` and `failures` are from the same run, which asked none of
// `others`. `known` saves time if Diagnose is given it too.
std::vector<const Case*> FurtherCases(const AdapterInfo& adapter_info,
                                      const std::vector<FailedAnswer>& failures,
                                      const std::vector<CaseResult>& results,
                                      const std::vector<const Case*>& others,
                                      FailuresOfMutants& known);

}  // namespace countersign
