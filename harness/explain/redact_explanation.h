#pragma once

#include "explain/explanation.h"

namespace countersign {

// RedactExplanation replaces the secret and the session tokens of the input in all texts of the
// explanation.
void RedactExplanation(const ExplainInput& input, Explanation& explanation);

}  // namespace countersign
