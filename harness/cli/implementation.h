#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "transport/connection.h"

namespace countersign {

// ImplementationUnderTest is how to reach an implementation, and how to name it on a command line.
struct ImplementationUnderTest {
  ConnectFn connect;
  std::string named;  // "--adapter ./mine"; empty: the built-in reference
};

// FindImplementation is that of --adapter or --library; without either, the built-in reference.
// Nothing where it cannot be there: complained of.
std::optional<ImplementationUnderTest> FindImplementation(
    const std::optional<std::string>& adapter, const std::optional<std::string>& library);

// InterruptOnSignals makes SIGINT and SIGTERM set what it returns. A second signal ends the program
// at once, in case the first is not enough.
const std::atomic<bool>& InterruptOnSignals();

}  // namespace countersign
