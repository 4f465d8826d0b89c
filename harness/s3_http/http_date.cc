// Dates in HTTP headers. Our own server writes them; the client of live servers reads from them
// what time it is at the server.
#include "s3_http/http_date.h"

#include <array>
#include <cstdio>

namespace countersign {
namespace {

constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

std::string FormatHttpDate(Timestamp time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::array<char, 64> text;
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

std::optional<Timestamp> ParseHttpDate(std::string_view text) {
  constexpr std::string_view kShape = "Fri, 24 May 2013 00:00:00 GMT";
  if (text.size() != kShape.size()) return std::nullopt;
  unsigned month = 0;
  while (month < kMonths.size() && text.substr(8, 3) != kMonths[month]) ++month;
  const auto day = ReadDigits(text.substr(5, 2));
  const auto year = ReadDigits(text.substr(12, 4));
  const auto hour = ReadDigits(text.substr(17, 2));
  const auto minute = ReadDigits(text.substr(20, 2));
  const auto second = ReadDigits(text.substr(23, 2));
  if (month == kMonths.size() || !day || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(month + 1),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  const Timestamp time = std::chrono::sys_days(date) + std::chrono::hours(*hour) +
                         std::chrono::minutes(*minute) + std::chrono::seconds(*second);
  // A text in another form (wrong separators or weekday, hour 24) is written differently.
  if (FormatHttpDate(time) != text) return std::nullopt;
  return time;
}

}  // namespace countersign
