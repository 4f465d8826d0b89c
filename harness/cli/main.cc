#include <cstdio>

#include "cli/command.h"
#include "cli/command_line.h"
#include "cli/renamed.h"

namespace countersign {

void PrintError(const std::string& message) {
  std::fprintf(stderr, "countersign: %s\n", message.c_str());
}

}  // namespace countersign

int main(int argc, char** argv) {
  using namespace countersign;
  if (const auto hint = FindRenamed(argc, argv)) {
    PrintError(*hint);
    return kUsage;
  }
  return RunCommandLine(argc, argv);
}
