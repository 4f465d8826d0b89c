#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace countersign::fuzz {

// A second calendar, written from the text of the rules and not from reference/.

// DaysBefore counts the days from 1 January of the year 0 to the first of a month (1 to 12),
// proleptic Gregorian.
std::int64_t DaysBefore(std::int64_t year, std::int64_t month);

// SecondsAt reads a text in the form of `picture`: `Y`, `M`, `D`, `h`, `m` and `s` stand for digits
// of that field, everything else for itself. Returns seconds since 1970, or nullopt if the text has
// another form or is not a valid time.
std::optional<std::int64_t> SecondsAt(std::string_view text, std::string_view picture);

inline constexpr std::string_view kAmzDatePicture = "YYYYMMDDThhmmssZ";
inline constexpr std::string_view kScopeDatePicture = "YYYYMMDD";
inline constexpr std::string_view kRfc3339Picture = "YYYY-MM-DDThh:mm:ssZ";

}  // namespace countersign::fuzz
