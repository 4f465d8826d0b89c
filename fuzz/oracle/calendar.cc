// A second calendar, written without reference/ so that it does not repeat its mistakes. The
// targets timestamp and credential_scope and the plain verifier compare the reference with it.
#include "oracle/calendar.h"

namespace countersign::fuzz {
namespace {

bool IsLeap(std::int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

std::int64_t DaysIn(std::int64_t year, std::int64_t month) {
  if (month == 2) return IsLeap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

struct Fields {
  std::int64_t year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};

std::int64_t* FieldOf(char picture, Fields& fields) {
  switch (picture) {
    case 'Y': return &fields.year;
    case 'M': return &fields.month;
    case 'D': return &fields.day;
    case 'h': return &fields.hour;
    case 'm': return &fields.minute;
    case 's': return &fields.second;
    default: return nullptr;
  }
}

}  // namespace

std::int64_t DaysBefore(std::int64_t year, std::int64_t month) {
  // Of the years 0 to year - 1, every fourth is a leap year, except centuries, of which only every
  // fourth is. The year 0 is a leap year.
  std::int64_t days = 365 * year + (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400;
  for (std::int64_t m = 1; m < month; ++m) days += DaysIn(year, m);
  return days;
}

std::optional<std::int64_t> SecondsAt(std::string_view text, std::string_view picture) {
  if (text.size() != picture.size()) return std::nullopt;
  Fields fields;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::int64_t* const field = FieldOf(picture[i], fields);
    if (field == nullptr && text[i] != picture[i]) return std::nullopt;
    if (field == nullptr) continue;
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    *field = *field * 10 + (text[i] - '0');
  }
  if (fields.month < 1 || fields.month > 12) return std::nullopt;
  if (fields.day < 1 || fields.day > DaysIn(fields.year, fields.month)) return std::nullopt;
  if (fields.hour > 23 || fields.minute > 59 || fields.second > 59) return std::nullopt;
  const std::int64_t days =
      DaysBefore(fields.year, fields.month) + fields.day - 1 - DaysBefore(1970, 1);
  return ((days * 24 + fields.hour) * 60 + fields.minute) * 60 + fields.second;
}

}  // namespace countersign::fuzz
