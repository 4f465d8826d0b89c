#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <variant>

#include "transport/file_descriptor.h"

namespace countersign {

// ProcessExit is how a process ended.
struct ProcessExit {
  bool by_signal = false;
  int number = 0;  // exit status, or signal
  bool in_order() const { return !by_signal && number == 0; }
};
std::string Describe(const ProcessExit& exit);  // "was killed by signal 11 (SIGSEGV)"

// Process is a shell command in a process group of its own, with pipes to its three streams and
// TZ=UTC, LC_ALL=C. When this object ends, the whole group is killed.
class Process {
 public:
  // Start runs sh -c 'exec COMMAND'. The error, for people, where not even sh starts.
  static std::variant<Process, std::string> Start(const std::string& command);
  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;
  ~Process() { Kill(); }

  // Our ends of the pipes; none of them blocks.
  FileDescriptor input;   // its stdin
  FileDescriptor output;  // its stdout
  FileDescriptor errors;  // its stderr

  // Exited tells how it ended; nothing while it is running. Its number stays reserved until Kill,
  // so that Kill cannot hit somebody else's group.
  std::optional<ProcessExit> Exited() const;
  // Kill ends the group, whoever is left in it, and reaps the process. Closes the pipes.
  void Kill();

 private:
  explicit Process(pid_t pid) : pid_(pid) {}
  pid_t pid_;  // and the group's; 0: reaped
};

}  // namespace countersign
