#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "protocol/message.h"

namespace countersign {

// AdapterFailure is how a door broke: the reason for people, and the implementation's last words.
struct AdapterFailure {
  std::string reason;
  std::string stderr_tail;
};

// Door is one open connection to an implementation. It carries lines and knows nothing of cases.
// Not thread-safe; one a worker.
class Door {
 public:
  using Deadline = std::chrono::steady_clock::time_point;
  virtual ~Door() = default;

  // Send queues one line (without LF). It may buffer; Receive flushes. False: broken.
  virtual bool Send(std::string_view line) = 0;
  // Receive waits for the next line. The view is good until the next call.
  virtual std::variant<std::string_view, AdapterFailure> Receive(Deadline deadline) = 0;
  // Close ends it in order (stdin closed, exit awaited), or not; nothing is left running either
  // way. The failure, if it did not end in order.
  virtual std::optional<AdapterFailure> Close() = 0;
};

// Opener makes a fresh connection, before the hello: at the start of each worker and after a crash.
using Opener = std::function<std::variant<std::unique_ptr<Door>, AdapterFailure>()>;

// The three ways to an implementation. `self` is the running executable, which hosts libraries in
// a process of their own.
Opener ProgramOpener(std::string command);
Opener LibraryOpener(std::string self, std::string library);

}  // namespace countersign
