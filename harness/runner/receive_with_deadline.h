#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

#include "runner/stop_signal.h"
#include "transport/connection.h"

namespace countersign {

// ReceiveWithDeadline waits for a line, for at most `timeout`, and returns early if the run is to
// stop. The reason of a timeout names its length.
std::variant<std::string_view, AdapterBroke> ReceiveWithDeadline(Connection& connection,
                                                                 std::chrono::milliseconds timeout,
                                                                 const StopSignal& stop);

// Seconds writes a duration for people: "10 s", "0.25 s".
std::string Seconds(std::chrono::milliseconds duration);

}  // namespace countersign
