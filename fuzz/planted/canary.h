#pragma once

#include "mutants/mutant.h"
#include "reference_adapter/implementation.h"

namespace countersign::fuzz {

// WithCanary is WithMutant that counts: the answers on whose way the mutated code ran (reached),
// and those that the reference gives otherwise (wrong), a crash among them. There is one canary in
// a process; it prints its counts at the end, as planted.h says.
Implementation WithCanary(const Mutant& mutant);

}  // namespace countersign::fuzz
