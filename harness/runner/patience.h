#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

#include "adapter/adapter.h"
#include "runner/stop_signal.h"

namespace countersign {

// ReceiveWithin waits for a line, for at most `patience`, and returns early where the run is to
// stop. A timeout's reason says how long was waited.
std::variant<std::string_view, AdapterFailure> ReceiveWithin(Door& door,
                                                             std::chrono::milliseconds patience,
                                                             const StopSignal& stop);

// Seconds writes a duration for people: "10 s", "0.25 s".
std::string Seconds(std::chrono::milliseconds duration);

// Excerpt quotes the beginning of a line for people: printable ASCII, the rest escaped.
std::string Excerpt(std::string_view line);

}  // namespace countersign
