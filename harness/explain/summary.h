#pragma once

#include <string>

#include "explain/explanation.h"

namespace countersign {

// Summary returns one to three sentences about the most important finding. All other members of the
// explanation must be filled in.
std::string Summary(const Explanation& explanation);

}  // namespace countersign
