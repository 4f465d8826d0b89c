#pragma once

#include "diagnose/mistakes.h"

namespace countersign {

// OnTheWay returns the cause of a mistake for a request that a server received, instead of one that
// was signed: what was added after signing for the one is what was removed on the way for the
// other.
Cause OnTheWay(const Cause& cause);

}  // namespace countersign
