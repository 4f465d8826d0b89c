// Times as text, in the two forms that the reference needs: X-Amz-Date's and RFC 3339's. Both
// parsers check the calendar.

#include "sigv4/timestamp.h"

#include <cstddef>

namespace countersign {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

std::optional<sys_days> ReadDay(std::string_view year, std::string_view month,
                                std::string_view day) {
  const auto y = ReadDigits(year);
  const auto m = ReadDigits(month);
  const auto d = ReadDigits(day);
  if (!y || !m || !d) return std::nullopt;
  const year_month_day date{std::chrono::year(*y), std::chrono::month(*m), std::chrono::day(*d)};
  //= date/calendar
  if (!date.ok()) return std::nullopt;
  return sys_days(date);
}

std::optional<Timestamp> ReadTime(std::optional<sys_days> day, std::string_view hour,
                                  std::string_view minute, std::string_view second) {
  const auto h = ReadDigits(hour);
  const auto m = ReadDigits(minute);
  const auto s = ReadDigits(second);
  if (!day || !h || !m || !s) return std::nullopt;
  // There are no leap seconds here: second 60 is refused.
  if (*h > 23 || *m > 59 || *s > 59) return std::nullopt;
  return *day + std::chrono::hours(*h) + std::chrono::minutes(*m) + std::chrono::seconds(*s);
}

// AppendNumber appends the last `width` decimal digits of a number, with leading zeros.
void AppendNumber(unsigned number, std::size_t width, std::string& out) {
  out.append(width, '0');
  for (std::size_t i = 1; i <= width; ++i, number /= 10) {
    out[out.size() - i] = static_cast<char>('0' + number % 10);
  }
}

void AppendDay(Timestamp time, std::string_view separator, std::string& out) {
  const year_month_day date{std::chrono::floor<std::chrono::days>(time)};
  AppendNumber(static_cast<unsigned>(static_cast<int>(date.year())), 4, out);
  out += separator;
  AppendNumber(static_cast<unsigned>(date.month()), 2, out);
  out += separator;
  AppendNumber(static_cast<unsigned>(date.day()), 2, out);
}

void AppendTime(Timestamp time, std::string_view separator, std::string& out) {
  const auto second = (time - std::chrono::floor<std::chrono::days>(time)).count();
  AppendNumber(static_cast<unsigned>(second / 3600), 2, out);
  out += separator;
  AppendNumber(static_cast<unsigned>(second / 60 % 60), 2, out);
  out += separator;
  AppendNumber(static_cast<unsigned>(second % 60), 2, out);
}

std::string DayAndTime(Timestamp time, std::string_view in_day, std::string_view in_time) {
  std::string out;
  out.reserve(20);
  AppendDay(time, in_day, out);
  out += 'T';
  AppendTime(time, in_time, out);
  out += 'Z';
  return out;
}

}  // namespace

std::optional<int> ReadDigits(std::string_view field) {
  int number = 0;
  for (const char c : field) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::optional<Timestamp> ParseAmzDate(std::string_view text) {
  // yyyyMMdd'T'HHmmss'Z'
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  return ReadTime(ReadDay(text.substr(0, 4), text.substr(4, 2), text.substr(6, 2)),
                  text.substr(9, 2), text.substr(11, 2), text.substr(13, 2));
}

std::string FormatAmzDate(Timestamp time) { return DayAndTime(time, "", ""); }

std::string FormatScopeDate(Timestamp time) {
  std::string out;
  AppendDay(time, "", out);
  return out;
}

bool IsScopeDate(std::string_view text) {
  return text.size() == 8 && ReadDay(text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
}

std::optional<Timestamp> ParseRfc3339(std::string_view text) {
  // yyyy-MM-ddTHH:mm:ssZ
  constexpr std::string_view kShape = "    -  -  T  :  :  Z";
  if (text.size() != kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] != ' ' && text[i] != kShape[i]) return std::nullopt;
  }
  return ReadTime(ReadDay(text.substr(0, 4), text.substr(5, 2), text.substr(8, 2)),
                  text.substr(11, 2), text.substr(14, 2), text.substr(17, 2));
}

std::string FormatRfc3339(Timestamp time) { return DayAndTime(time, "-", ":"); }

}  // namespace countersign
