#include "runner/receive_with_deadline.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace countersign {
namespace {
using Steady = std::chrono::steady_clock;
// The longest time until an interruption is noticed.
constexpr std::chrono::milliseconds kSlice{100};
}  // namespace

std::variant<std::string_view, AdapterBroke> ReceiveWithDeadline(Connection& connection,
                                                                 std::chrono::milliseconds timeout,
                                                                 const StopSignal& stop) {
  const Steady::time_point start = Steady::now();
  const Steady::time_point deadline = start + timeout;
  Steady::time_point until = std::min(deadline, start + kSlice);
  for (;;) {
    std::variant<std::string_view, AdapterBroke> received = connection.Receive(until);
    auto* broke = std::get_if<AdapterBroke>(&received);
    if (broke == nullptr || !broke->timed_out) return received;
    if (stop.IsSet()) return AdapterBroke{"the run was stopped", {}};
    const Steady::time_point now = Steady::now();
    if (now >= deadline) {
      broke->reason = "no answer within " + Seconds(timeout);
      return received;
    }
    until = std::min(deadline, now + kSlice);
  }
}

std::string Seconds(std::chrono::milliseconds duration) {
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%g s", static_cast<double>(duration.count()) / 1000);
  return text.data();
}

}  // namespace countersign
