#pragma once

#include <optional>

#include "judge/verdict.h"
#include "protocol/message.h"
#include "suite/case.h"

namespace countersign {

// WhyUnsupported tells why a case is not sent to an implementation that lacks its operation or a
// feature. Nothing where it has them.
std::optional<NotAsked> WhyUnsupported(const Case& c, const AdapterInfo& adapter_info);

// WhyNotAsked tells why a case is not sent to an implementation that says this of itself: an
// operation or a feature that it lacks, or a clock that cannot be set. Nothing where it is sent.
std::optional<NotAsked> WhyNotAsked(const Case& c, const AdapterInfo& adapter_info);

}  // namespace countersign
