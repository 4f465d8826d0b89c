#pragma once

#include <optional>
#include <string_view>

#include "sigv4/timestamp.h"

namespace countersign {

// ParsePolicyDate reads a date as policies write it: `yyyy-MM`, `yyyy-MM-dd`,
// `yyyy-MM-ddTHH:mm` and `…:ss` with `Z` or an offset such as `+02:00` (ISO 8601 as in W3C's
// NOTE-datetime), or seconds since 1970. A day or a month is its first second, in UTC. Four digits
// alone could be a year as well as a second, and are refused, as are fractions.
std::optional<Timestamp> ParsePolicyDate(std::string_view text);

}  // namespace countersign
