#pragma once

#include <optional>

#include "judge/verdict.h"
#include "protocol/message.h"
#include "suite/case.h"

namespace countersign {

// WhyNotAsked tells why a case is not sent to an implementation that says this of itself: an
// operation or a feature that it lacks, or a clock that cannot be set. Nothing where it is sent.
std::optional<NotAsked> WhyNotAsked(const Case& c, const Hello& hello);

}  // namespace countersign
