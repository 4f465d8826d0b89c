#pragma once

#include <string>

#include "explain/explanation.h"
#include "judge/presigned_url.h"

namespace countersign {

// Inspect reads what needs no secret into the explanation's facts and remarks: whose the URL is,
// how long it lives, what it lacks, what its signature does not cover. `url` is the text that
// `parts` points into.
void Inspect(const std::string& url, const UrlParts& parts, const ExplainInput& input,
             Explanation& explanation);

// PredictRefusal is what the reference verifier, S3's order of checks, says of the request. Without
// a secret, the signature is taken to be right.
std::optional<PredictedRefusal> PredictRefusal(const UrlParts& parts, const std::string& method,
                                               const ExplainInput& input);

}  // namespace countersign
