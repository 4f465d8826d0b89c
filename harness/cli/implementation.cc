// What `run` and `fuzz` ask: turns --adapter and --library into a way to connect.
#include "cli/implementation.h"

#include <signal.h>

#include <filesystem>
#include <system_error>

#include "cli/command.h"
#include "protocol/shell_word.h"
#include "reference_adapter/in_process_connection.h"
#include "reference_adapter/reference_adapter.h"

namespace countersign {
namespace {

std::atomic<bool> interrupted{false};

void OnSignal(int) { interrupted = true; }

}  // namespace

std::optional<ImplementationUnderTest> FindImplementation(
    const ImplementationArguments& arguments) {
  if (arguments.adapter) {
    return ImplementationUnderTest{ProcessConnector(*arguments.adapter),
                                   "--adapter " + ShellWord(*arguments.adapter)};
  }
  if (!arguments.library) {
    return ImplementationUnderTest{InProcessConnector(*ReferenceAdapter()), ""};
  }
  const std::string& library = *arguments.library;
  std::error_code error;
  if (!std::filesystem::is_regular_file(library, error)) {
    PrintError("--library " + library + ": no such file");
    return std::nullopt;
  }
  const std::string self = std::filesystem::read_symlink("/proc/self/exe", error).string();
  return ImplementationUnderTest{
      LibraryConnector(self, std::filesystem::absolute(library).string()),
      "--library " + ShellWord(library)};
}

const std::atomic<bool>& InterruptOnSignals() {
  // A run whose stdout is closed still writes its reports.
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);  // a file that is longer than `ulimit -f` is an error of its writing
  struct sigaction action = {};
  action.sa_handler = OnSignal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // The end of a terminal, unless it was ignored, as nohup(1) does.
  struct sigaction before = {};
  if (sigaction(SIGHUP, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) {
    sigaction(SIGHUP, &action, nullptr);
  }
  return interrupted;
}

}  // namespace countersign
