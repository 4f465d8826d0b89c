#pragma once

#include "reference_adapter/implementation.h"

namespace countersign::fuzz {

// Subject is the implementation that the targets test: the reference. In the targets of
// fuzz/planted/ it is the reference with the bug that the environment variable COUNTERSIGN_PLANTED
// names (planted/planted.h).
const Implementation& Subject();

}  // namespace countersign::fuzz
