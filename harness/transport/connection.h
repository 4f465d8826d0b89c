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

// Connection is an open channel to an implementation. It carries lines and does not know cases. Not
// thread-safe; each worker has its own.
class Connection {
 public:
  using Deadline = std::chrono::steady_clock::time_point;
  virtual ~Connection() = default;

  // Send queues one line (without LF). It may buffer; Receive flushes. Returns false if the adapter
  // broke; Receive says how, after it has returned the lines that arrived before.
  virtual bool Send(std::string_view line) = 0;
  // SendRequest sends a request under an id: as a line, unless the connection has a better way. A
  // live server takes the value, with what no line carries (VerifyMessage::transfer).
  virtual bool SendRequest(std::int64_t id, const RequestMessage& request);
  // Receive waits for the next line. The view is valid until the next call.
  virtual std::variant<std::string_view, AdapterBroke> Receive(Deadline deadline) = 0;
  // EndInput says that nothing more will be sent. Receive still returns lines that arrive.
  virtual void EndInput() {}
  // Close closes stdin, waits for the exit and leaves nothing running. Returns how the adapter
  // broke if it did not end with status 0.
  virtual std::optional<AdapterBroke> Close() = 0;
  // TakeStderr returns the bytes that the implementation wrote to stderr since the last call, at
  // most the last 64 KiB.
  virtual std::string TakeStderr() { return {}; }
};

// ConnectFn makes a new connection, before the hello: at the start of each worker and after a
// crash. May be called from several threads at once.
using ConnectFn = std::function<std::variant<std::unique_ptr<Connection>, AdapterBroke>()>;

// Both connect to an implementation. `self` is the running executable, which hosts libraries in a
// separate process (transport/library_worker.h). Both ignore SIGPIPE, so that writing to a dead
// adapter is an error and does not end the harness, and set SIGCHLD to its default.
ConnectFn ProcessConnector(std::string command);
ConnectFn LibraryConnector(std::string self, std::string library);

}  // namespace countersign
