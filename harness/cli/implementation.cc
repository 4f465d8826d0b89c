#include "cli/implementation.h"

#include <signal.h>

#include <filesystem>
#include <system_error>

#include "builtin/in_process_door.h"
#include "builtin/reference_adapter.h"
#include "cli/command.h"
#include "cli/run_arguments.h"

namespace countersign {
namespace {

std::atomic<bool> interrupted{false};

void OnSignal(int) { interrupted = true; }

}  // namespace

std::optional<ReachedBy> FindImplementation(const std::optional<std::string>& adapter,
                                            const std::optional<std::string>& library) {
  if (adapter) return ReachedBy{ProgramOpener(*adapter), "--adapter " + ShellQuoted(*adapter)};
  if (!library) return ReachedBy{InProcessOpener(*ReferenceAdapter()), ""};
  std::error_code error;
  if (!std::filesystem::is_regular_file(*library, error)) {
    Complain("--library " + *library + ": there is no such file");
    return std::nullopt;
  }
  const std::string self = std::filesystem::read_symlink("/proc/self/exe", error).string();
  return ReachedBy{LibraryOpener(self, std::filesystem::absolute(*library).string()),
                   "--library " + ShellQuoted(*library)};
}

const std::atomic<bool>& InterruptOnSignals() {
  struct sigaction action = {};
  action.sa_handler = OnSignal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  return interrupted;
}

}  // namespace countersign
