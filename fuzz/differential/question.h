#pragma once

#include <optional>

#include "scene/scene.h"
#include "suite/case.h"

namespace countersign::fuzz {

// A question is a case that the fuzzer made up. It expects the answer of the reference. Its rule is
// the one by which the reference refuses, or `signature/match`.

// AskToVerify asks whether a scene's request is accepted. Returns nullopt if the reference cannot
// answer.
std::optional<Case> AskToVerify(const Scene& scene);

// AskToPresign asks for the URL of a scene's request. Returns nullopt if a signer that takes bucket
// and key, as SDKs do, cannot express it, or if the rules do not decide the answer
// (differential/askable.h). The case is disputed if AWS's own answer is; then only breaking counts.
std::optional<Case> AskToPresign(const Scene& scene);

}  // namespace countersign::fuzz
