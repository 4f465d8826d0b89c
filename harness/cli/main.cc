#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/renamed.h"
#include "protocol/printable.h"

namespace countersign {

void PrintError(const std::string& message) {
  constexpr std::size_t kMost = 4000;  // bytes
  std::fprintf(stderr, "countersign: %s\n", Excerpt(message, kMost).c_str());
}

void PrintStderrTail(const std::string& tail) {
  if (tail.empty()) return;
  std::string text = LastLines(tail);
  if (!text.ends_with('\n')) text += '\n';
  std::fputs(text.c_str(), stderr);
}

namespace {

// Output that was lost is an error, whatever it said: the disk is full, or nobody reads any more.
bool StdoutWasWritten() {
  std::cout.flush();
  errno = 0;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout.good()) return true;
  PrintError("stdout cannot be written" +
             (errno != 0 ? std::string(": ") + std::strerror(errno) : std::string()));
  return false;
}

}  // namespace
}  // namespace countersign

int main(int argc, char** argv) {
  using namespace countersign;
  if (const auto hint = FindRenamed(argc, argv)) {
    PrintError(*hint);
    return kUsage;
  }
  const int status = RunCommandLine(argc, argv);
  return StdoutWasWritten() ? status : kUsage;
}
