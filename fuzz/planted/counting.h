#pragma once

#include "mutants/mutant.h"
#include "reference_adapter/implementation.h"

namespace countersign::fuzz {

// WithCounts is WithMutant, but counts the answers for which the mutated code ran (reached) and
// those that differ from the reference's (wrong; a crash is wrong as well). It prints the counts at
// the end of the process, as planted.h says. Call it once in a process.
Implementation WithCounts(const Mutant& mutant);

}  // namespace countersign::fuzz
