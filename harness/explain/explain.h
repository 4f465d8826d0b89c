#pragma once

#include <string>

#include "explain/explanation.h"

namespace countersign {

// Explain finds what is wrong with a presigned URL, as far as the input allows. The result contains
// no secret access key and no session token.
Explanation Explain(const ExplainInput& input);

// ExplanationText returns text for people; ExplanationJson returns one JSON object.
std::string ExplanationText(const Explanation& explanation);
std::string ExplanationJson(const Explanation& explanation);

}  // namespace countersign
