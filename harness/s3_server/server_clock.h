#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "sigv4/timestamp.h"

namespace countersign {

// ClockReading is the time or, for people, why it cannot be read.
using ClockReading = std::variant<Timestamp, std::string>;

// ParseClockText reads the content of a clock file: RFC 3339 in UTC (`2013-05-24T00:00:00Z`), or
// libfaketime's form, `2013-05-24 00:00:00` in UTC, with or without a leading `@`. White space
// around it is ignored. In either form, the clock stands still until the file changes.
std::optional<Timestamp> ParseClockText(std::string_view text);

// ServerClock is the machine's clock, or a file that is read at each call.
class ServerClock {
 public:
  explicit ServerClock(std::optional<std::string> file) : file_(std::move(file)) {}

  ClockReading Now() const;

 private:
  std::optional<std::string> file_;
};

}  // namespace countersign
