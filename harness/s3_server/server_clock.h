#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "sigv4/timestamp.h"

namespace countersign {

// ClockReading is the time, or, for people, why it cannot be told.
using ClockReading = std::variant<Timestamp, std::string>;

// ParseClockText reads what a clock file says, blanks around it aside: RFC 3339 in UTC
// (`2013-05-24T00:00:00Z`), or libfaketime's form, `2013-05-24 00:00:00` with or without an `@` in
// front, in UTC as well. The clock stands still until the file changes, in either form.
std::optional<Timestamp> ParseClockText(std::string_view text);

// ServerClock is the machine's clock, or what a file says each time it is asked.
class ServerClock {
 public:
  explicit ServerClock(std::optional<std::string> file) : file_(std::move(file)) {}

  ClockReading Now() const;

 private:
  std::optional<std::string> file_;
};

}  // namespace countersign
