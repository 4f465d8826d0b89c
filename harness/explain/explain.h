#pragma once

#include <string>

#include "explain/explanation.h"

namespace countersign {

// Explain says what is wrong with a presigned URL, as far as it can be known. No secret access key
// and no session token is in the answer.
Explanation Explain(const ExplainInput& input);

// ExplanationText is for people; ExplanationJson is one JSON object, for machines.
std::string ExplanationText(const Explanation& explanation);
std::string ExplanationJson(const Explanation& explanation);

}  // namespace countersign
