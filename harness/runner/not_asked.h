#pragma once

#include <optional>

#include "judge/verdict.h"
#include "protocol/message.h"
#include "suite/case.h"

namespace countersign {

// WhyUnsupported returns why a case is not sent to an implementation that lacks its operation or a
// feature; nullopt if it has them.
std::optional<NotAsked> WhyUnsupported(const Case& c, const AdapterInfo& adapter_info);

// WhyNotAsked returns why a case is not sent to this implementation: it lacks the operation or a
// feature, or its clock cannot be set; nullopt if the case is sent.
std::optional<NotAsked> WhyNotAsked(const Case& c, const AdapterInfo& adapter_info);

}  // namespace countersign
