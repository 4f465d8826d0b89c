#pragma once

#include <string>

#include "explain/explanation.h"

namespace countersign {

// Summary says in a few sentences what to do about it; everything else must be in its place.
std::string Summary(const Explanation& explanation);

}  // namespace countersign
