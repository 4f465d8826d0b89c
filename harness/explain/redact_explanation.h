#pragma once

#include <string>

#include "explain/explanation.h"

namespace countersign {

// RedactText replaces the secret and the session tokens of the input in a text that is taken apart
// later: a half of a secret may be too short to be recognized.
std::string RedactText(const ExplainInput& input, std::string text);

// RedactExplanation replaces the secret and the session tokens of the input in all texts of the
// explanation.
void RedactExplanation(const ExplainInput& input, Explanation& explanation);

}  // namespace countersign
