#include "suite/rfc3339.h"

namespace countersign {
namespace {

// Number reads decimal digits; -1 if the text has anything else.
int Number(std::string_view digits) {
  int number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

bool IsUpTo(std::string_view digits, int most) {
  const int number = Number(digits);
  return number >= 0 && number <= most;
}

std::string Padded(unsigned number, std::size_t digits) {
  std::string text = std::to_string(number);
  return std::string(digits > text.size() ? digits - text.size() : 0, '0') + text;
}

}  // namespace

std::optional<std::chrono::sys_days> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = Number(text.substr(0, 4));
  const int month = Number(text.substr(5, 2));
  const int day = Number(text.substr(8, 2));
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

std::string DayText(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return Padded(static_cast<unsigned>(static_cast<int>(date.year())), 4) + '-' +
         Padded(static_cast<unsigned>(date.month()), 2) + '-' +
         Padded(static_cast<unsigned>(date.day()), 2);
}

bool IsTime(std::string_view text) {
  return text.size() == 20 && ParseDay(text.substr(0, 10)) && text[10] == 'T' &&
         IsUpTo(text.substr(11, 2), 23) && text[13] == ':' && IsUpTo(text.substr(14, 2), 59) &&
         text[16] == ':' && IsUpTo(text.substr(17, 2), 59) && text[19] == 'Z';
}

}  // namespace countersign
