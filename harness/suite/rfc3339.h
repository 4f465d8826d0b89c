#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace countersign {

// ParseDay reads yyyy-MM-dd; nullopt if no such day exists.
std::optional<std::chrono::sys_days> ParseDay(std::string_view text);
std::string DayText(std::chrono::sys_days day);

// IsTime tells whether a text is a time as the protocol writes them: RFC 3339, UTC, whole seconds
// (2013-05-24T00:00:00Z).
bool IsTime(std::string_view text);

}  // namespace countersign
