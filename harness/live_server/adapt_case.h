#pragma once

#include <variant>

#include "judge/verdict.h"
#include "live_server/endpoint_config.h"
#include "live_server/time_shift.h"
#include "suite/case.h"

namespace countersign {

// AdaptCase makes of a verify case the same question for a live server: its host, bucket, region
// and keys, at its time, signed anew. What the case is about (an altered part, a parameter missing
// or doubled, an escape, a malformed value) stays to the octet. Where that cannot be, NotAsked says
// why. `present` is the server's time; it does not matter where its clock can be set.
std::variant<Case, NotAsked> AdaptCase(const Case& c, const EndpointConfig& live,
                                       EndpointClock clock, Timestamp present);

}  // namespace countersign
