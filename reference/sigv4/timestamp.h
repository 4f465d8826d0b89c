#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace countersign {

// Timestamp is an instant in UTC, in whole seconds, which is the resolution of SigV4.
using Timestamp = std::chrono::sys_seconds;

// ParseAmzDate reads X-Amz-Date's form, exactly `yyyyMMdd'T'HHmmss'Z'`. It returns nullopt if the
// text has another shape or the calendar has no such time (month 13, 30 February, second 60).
std::optional<Timestamp> ParseAmzDate(std::string_view text);

// FormatAmzDate writes `yyyyMMdd'T'HHmmss'Z'`. The first eight characters are the scope's date.
// Here and below, a time must lie in the years 0000 to 9999.
std::string FormatAmzDate(Timestamp time);

// FormatScopeDate writes `yyyyMMdd`.
std::string FormatScopeDate(Timestamp time);

// IsScopeDate tells whether text is `yyyyMMdd` and names a day of the calendar.
bool IsScopeDate(std::string_view text);

// ParseRfc3339 reads `yyyy-MM-ddTHH:mm:ssZ` (UTC, whole seconds), the form of `now` in the adapter
// protocol; nullopt as above.
std::optional<Timestamp> ParseRfc3339(std::string_view text);
std::string FormatRfc3339(Timestamp time);

// ReadDigits reads a field of a date: decimal digits alone. It returns nullopt for anything else.
std::optional<int> ReadDigits(std::string_view field);

}  // namespace countersign
