#pragma once

#include "explain/explanation.h"

namespace countersign {

// RedactExplanation replaces the question's secret, and session tokens, wherever they stand in the
// answer.
void RedactExplanation(const ExplainInput& input, Explanation& explanation);

}  // namespace countersign
