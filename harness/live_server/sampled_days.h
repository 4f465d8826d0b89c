#pragma once

#include <optional>
#include <string>

#include "live_server/cannot_ask.h"
#include "suite/case.h"

namespace countersign {

// SampledDays: which cases of families with a case for each day of a year are asked of a server
// whose clock has to be set for each.
enum class SampledDays { kSome, kAll };

// WhyNotSampled is why a case is left out with SampledDays::kSome: it is one day of many. It
// returns nullopt for all other cases, for the first and the last day of each month and for the
// days around the end of February.
std::optional<CannotAsk> WhyNotSampled(const Case& c);

}  // namespace countersign
