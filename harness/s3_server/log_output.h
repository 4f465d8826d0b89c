#pragma once

#include <memory>
#include <string_view>

namespace countersign {

// LogOutput writes the lines of a log to a file descriptor, on a thread of its own: a pipe that
// nobody reads must not stop the server. If too much waits to be written, lines are dropped; a line
// says how many. After an error, nothing more is written. Thread-safe.
class LogOutput {
 public:
  // The descriptor must stay open.
  explicit LogOutput(int descriptor);
  // Waits a moment for lines that are not written yet.
  ~LogOutput();
  LogOutput(const LogOutput&) = delete;
  LogOutput& operator=(const LogOutput&) = delete;

  // Write takes one line, without a line feed. It never blocks.
  void Write(std::string_view line);

 private:
  struct State;
  // Shared with the thread, which may still be writing when the program ends.
  std::shared_ptr<State> state_;
};

}  // namespace countersign
