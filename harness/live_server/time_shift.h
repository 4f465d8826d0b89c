#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "live_server/cannot_ask.h"
#include "sigv4/timestamp.h"
#include "suite/case.h"

namespace countersign {

// EndpointClock: whether the harness can set the server's clock.
enum class EndpointClock { kSettable, kAmbient };

// TimeShift moves a case from its own time to another one. The distance between the dates in the
// request and the time at which it is sent stays the same.
class TimeShift {
 public:
  // No shift, for a clock that is set to the case's time.
  static TimeShift Own(const Case& c);
  // Moves the case to the present: the time at which it is sent or, with a TransferScenario, its
  // date. A case that tests the very second, or a certain day of the calendar, cannot be moved;
  // `why` then says so.
  static TimeShift Present(const Case& c, Timestamp present, std::optional<CannotAsk>& why);

  Timestamp now() const { return now_; }

  // Date moves a raw value of X-Amz-Date in a query. A malformed one is moved by whole days and
  // keeps its form. It returns nullopt if the value has digits but not the day of signing.
  std::optional<std::string> Date(std::string_view raw) const;
  // Day moves the day of a credential scope; nullopt as for Date.
  std::optional<std::string> Day(std::string_view raw) const;
  // HeaderDate moves the value of a Date or X-Amz-Date header if it is a valid date.
  std::string HeaderDate(std::string_view value) const;

 private:
  // Replaces the day of signing, however it is written. It returns nullopt if the text has digits
  // but not that day.
  std::optional<std::string> MoveDayText(std::string_view raw) const;

  Timestamp now_;
  std::chrono::seconds shift_{0};
  std::chrono::sys_days signing_day_;
  std::chrono::days day_shift_{0};
  bool moves_ = false;
};

}  // namespace countersign
