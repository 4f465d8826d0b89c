#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "cli/arguments.h"
#include "transport/connection.h"

namespace countersign {

// ImplementationUnderTest is an implementation that a command asks.
struct ImplementationUnderTest {
  ConnectFn connect;
  std::string named;  // the options that select it: "--adapter ./mine"; empty for the reference
};

// FindImplementation returns the implementation of --adapter or --library, or the built-in
// reference if neither is given. If the library does not exist it prints an error and returns
// nullopt.
std::optional<ImplementationUnderTest> FindImplementation(const ImplementationArguments& arguments);

// InterruptOnSignals returns a flag that SIGINT, SIGTERM and SIGHUP set from now on. A second
// signal of the same kind kills all adapters and ends the program at once. SIGPIPE and SIGXFSZ are
// ignored.
const std::atomic<bool>& InterruptOnSignals();

}  // namespace countersign
