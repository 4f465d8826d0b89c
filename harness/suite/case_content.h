#pragma once

#include <string>

#include "suite/case.h"

namespace countersign {

// ContentOf is what a case asks, without what it expects. Two cases of the same content ask the
// same; a recorded answer holds for as long as its case asks the same.
std::string ContentOf(const Case& c);

}  // namespace countersign
