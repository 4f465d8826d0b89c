#pragma once

#include <string>

#include "explain/explanation.h"
#include "judge/presigned_url.h"

namespace countersign {

// Inspect fills the explanation's facts and remarks with what needs no secret: the key, the
// lifetime, missing parts, what the signature does not cover. `url` is the text that `parts` points
// into.
void Inspect(const std::string& url, const UrlParts& parts, const ExplainInput& input,
             Explanation& explanation);

// PredictRefusal returns the refusal of the reference verifier, which follows S3's order of checks,
// or nullopt if it accepts. Without a secret, the signature counts as right.
std::optional<PredictedRefusal> PredictRefusal(const UrlParts& parts, const std::string& method,
                                               const ExplainInput& input);

}  // namespace countersign
