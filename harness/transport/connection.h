#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "protocol/adapter_broke.h"
#include "protocol/message.h"

namespace countersign {

// Connection is one open connection to an implementation. It carries lines and knows nothing of
// cases. Not thread-safe; one a worker.
class Connection {
 public:
  using Deadline = std::chrono::steady_clock::time_point;
  virtual ~Connection() = default;

  // Send queues one line (without LF). It may buffer; Receive flushes. False: broken, Receive says
  // how once it has handed out what arrived before.
  virtual bool Send(std::string_view line) = 0;
  // SendRequest sends a request under an id: as a line, unless the connection has a better way. A
  // live server takes the value, with what no line carries (VerifyMessage::transfer).
  virtual bool SendRequest(std::int64_t id, const RequestMessage& request);
  // Receive waits for the next line. The view is good until the next call.
  virtual std::variant<std::string_view, AdapterBroke> Receive(Deadline deadline) = 0;
  // EndInput says that nothing more will be sent. Receive still hands out what was on its way.
  virtual void EndInput() {}
  // Close ends it in order (stdin closed, exit awaited), or not; nothing is left running either
  // way. The failure, if it did not end in order.
  virtual std::optional<AdapterBroke> Close() = 0;
  // TakeStderr returns what the implementation wrote to stderr since the last call, of its last
  // 64 KiB. Octets.
  virtual std::string TakeStderr() { return {}; }
};

// ConnectFn makes a fresh connection, before the hello: at the start of each worker and after a
// crash. May be called from several threads at once.
using ConnectFn = std::function<std::variant<std::unique_ptr<Connection>, AdapterBroke>()>;

// The ways to an implementation. `self` is the running executable, which hosts libraries in a
// process of their own (transport/library_worker.h). Both set the process's SIGPIPE to be ignored,
// so that writing to a dead adapter is an error and no death, and SIGCHLD to its default.
ConnectFn ProcessConnector(std::string command);
ConnectFn LibraryConnector(std::string self, std::string library);

}  // namespace countersign
