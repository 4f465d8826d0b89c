#pragma once

#include "builtin/implementation.h"
#include "faults/fault.h"

namespace countersign::fuzz {

// WithCanary is WithFault that counts: the answers on whose way the faulty code ran (reached), and
// those that the reference gives otherwise (wrong), a crash among them. There is one canary in a
// process; it prints its counts at the end, as planted.h says.
Implementation WithCanary(const Fault& fault);

}  // namespace countersign::fuzz
