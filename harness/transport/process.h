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

// Process is a shell command in its own process group, with pipes to its three streams and TZ=UTC,
// LC_ALL=C. The destructor kills it with everything that it has started (transport/process_tree.h).
class Process {
 public:
  // Start runs a command by the shell, as it is written (transport/shell_script.h). Returns an
  // error for people if sh cannot be started.
  static std::variant<Process, std::string> Start(const std::string& command);
  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;
  ~Process() { Kill(); }

  // Our ends of the pipes; none of them blocks.
  FileDescriptor input;   // its stdin
  FileDescriptor output;  // its stdout
  FileDescriptor errors;  // its stderr

  // Exited returns how it ended; nullopt while it is running. Its process id stays reserved until
  // Kill, so that Kill cannot hit another group.
  std::optional<ProcessExit> Exited() const;
  // Kill ends the process, its group and what it has started, and closes the pipes. Waits at most
  // a few seconds.
  void Kill();

 private:
  explicit Process(pid_t pid) : pid_(pid) {}
  pid_t pid_;  // and the group's; 0: reaped
};

}  // namespace countersign
