#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace countersign {

// Timestamp is an instant in UTC with whole seconds, the only resolution SigV4 has.
using Timestamp = std::chrono::sys_seconds;

// ParseAmzDate reads X-Amz-Date's form, exactly `yyyyMMdd'T'HHmmss'Z'`; nothing where the text has
// another shape or names no instant of the calendar (month 13, 30 February, second 60).
std::optional<Timestamp> ParseAmzDate(std::string_view text);

// FormatAmzDate writes `yyyyMMdd'T'HHmmss'Z'`. The first eight octets are the scope's date. Here
// and below, a time must lie in the years 0000 to 9999.
std::string FormatAmzDate(Timestamp time);

// FormatScopeDate writes `yyyyMMdd`.
std::string FormatScopeDate(Timestamp time);

// IsScopeDate tells whether text is `yyyyMMdd` and names a day of the calendar.
bool IsScopeDate(std::string_view text);

// ParseRfc3339 reads `yyyy-MM-ddTHH:mm:ssZ` (UTC, whole seconds), the form of `now` on the wire.
std::optional<Timestamp> ParseRfc3339(std::string_view text);
std::string FormatRfc3339(Timestamp time);

}  // namespace countersign
