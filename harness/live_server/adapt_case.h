#pragma once

#include <variant>

#include "judge/verdict.h"
#include "live_server/endpoint_config.h"
#include "live_server/time_shift.h"
#include "suite/case.h"

namespace countersign {

// AdaptCase changes a verify case to the host, bucket, region, keys and time of a live server and
// signs it again. What the case tests (an altered part, a missing or repeated parameter, an escape,
// a malformed value) stays the same, byte by byte. If that is not possible, NotAsked says why.
// `present` is the server's time; it is not used if its clock can be set.
std::variant<Case, NotAsked> AdaptCase(const Case& c, const EndpointConfig& config,
                                       EndpointClock clock, Timestamp present);

}  // namespace countersign
