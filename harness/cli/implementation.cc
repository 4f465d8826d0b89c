#include "cli/implementation.h"

#include <signal.h>

#include <filesystem>
#include <system_error>

#include "cli/command.h"
#include "cli/run_arguments.h"
#include "reference_adapter/in_process_connection.h"
#include "reference_adapter/reference_adapter.h"

namespace countersign {
namespace {

std::atomic<bool> interrupted{false};

void OnSignal(int) { interrupted = true; }

}  // namespace

std::optional<ImplementationUnderTest> FindImplementation(
    const std::optional<std::string>& adapter, const std::optional<std::string>& library) {
  if (adapter)
    return ImplementationUnderTest{ProcessConnector(*adapter),
                                   "--adapter " + ShellQuoted(*adapter)};
  if (!library) return ImplementationUnderTest{InProcessConnector(*ReferenceAdapter()), ""};
  std::error_code error;
  if (!std::filesystem::is_regular_file(*library, error)) {
    PrintError("--library " + *library + ": there is no such file");
    return std::nullopt;
  }
  const std::string self = std::filesystem::read_symlink("/proc/self/exe", error).string();
  return ImplementationUnderTest{
      LibraryConnector(self, std::filesystem::absolute(*library).string()),
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
