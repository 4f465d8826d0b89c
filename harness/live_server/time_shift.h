#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "sigv4/timestamp.h"
#include "suite/case.h"

namespace countersign {

// EndpointClock: whether the server's clock is the harness's to set, or runs as it will.
enum class EndpointClock { kSettable, kAmbient };

// Moment carries a case from its own time to another one: the distance between what a request says
// of times and the time at which it is used stays as it is.
class TimeShift {
 public:
  // The case as it is, for a clock that is set to its time.
  static TimeShift Own(const Case& c);
  // The case moved to the present: its use lies there or, where a TransferScenario surrounds that,
  // its date. What is boundary to the second, or means one day of the calendar, cannot be moved:
  // `why` then says so.
  static TimeShift Present(const Case& c, Timestamp present, std::optional<std::string>& why);

  Timestamp now() const { return now_; }

  // Date moves the value of X-Amz-Date as it stands in a query. One that is malformed is moved by
  // whole days, in the form that it has. Nothing where it names a time that cannot be moved.
  std::optional<std::string> Date(std::string_view raw) const;
  // Day moves what a credential scope says of its day; the same.
  std::optional<std::string> Day(std::string_view raw) const;
  // HeaderDate moves the value of a Date or X-Amz-Date header; others stay.
  std::string HeaderDate(std::string_view value) const;

 private:
  // Replaces the ways to write the day of signing. Nothing where text has digits and none of them.
  std::optional<std::string> MoveDayText(std::string_view raw) const;

  Timestamp now_;
  std::chrono::seconds shift_{0};
  std::chrono::sys_days signing_day_;
  std::chrono::days day_shift_{0};
  bool moves_ = false;
};

}  // namespace countersign
