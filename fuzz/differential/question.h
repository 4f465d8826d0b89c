#pragma once

#include <optional>

#include "scene/scene.h"
#include "suite/case.h"

namespace countersign::fuzz {

// A question is a case that was made up rather than read: what the reference answers is what it
// expects. Its rule is the one by which the reference refuses, or `signature/match`.

// AskToVerify makes the question whether a scene's request is accepted. Nothing where the reference
// cannot say.
std::optional<Case> AskToVerify(const Scene& scene);

// AskToPresign makes the question for the URL that a scene's signer was asked for. Nothing where a
// signer that takes bucket and key, as SDKs do, cannot be asked for it, or the rules do not decide
// it (differential/askable.h). Disputed where AWS's own answer is: only that it breaks counts then.
std::optional<Case> AskToPresign(const Scene& scene);

}  // namespace countersign::fuzz
