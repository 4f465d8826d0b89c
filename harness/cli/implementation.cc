// What `run` and `fuzz` ask: turns --adapter and --library into a way to connect.
#include "cli/implementation.h"

#include <semaphore.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <system_error>
#include <thread>

#include "cli/command.h"
#include "protocol/shell_word.h"
#include "reference_adapter/in_process_connection.h"
#include "reference_adapter/reference_adapter.h"
#include "transport/process_tree.h"

namespace countersign {
namespace {

std::atomic<bool> interrupted{false};
std::array<std::atomic<bool>, NSIG> received{};
std::atomic<int> second_signal{0};
sem_t has_second_signal;  // of what a signal handler may call, this alone wakes a thread

void OnSignal(int number) {
  interrupted = true;
  if (!received[static_cast<std::size_t>(number)].exchange(true)) return;
  second_signal = number;
  sem_post(&has_second_signal);
}

// Adapters are in process groups of their own, so the terminal's signal does not reach them.
void EndAtSecondSignal() {
  while (sem_wait(&has_second_signal) != 0) {
  }
  const int number = second_signal;
  signal(number, SIG_DFL);
  EndAllTrees();
  kill(getpid(), number);
}

// Returns false if the system has no thread to spare.
bool WatchForSecondSignal() {
  try {
    sem_init(&has_second_signal, 0, 0);
    std::thread(EndAtSecondSignal).detach();
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

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
  static const bool watched = WatchForSecondSignal();
  if (!watched) action.sa_flags = static_cast<int>(SA_RESETHAND);
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
