// Scripts written for an earlier version still say `faults` or `harness/endpoints/swift.sh`.
// main.cc asks here before it parses the command line, so that they are told the new name.
#include "cli/renamed.h"

#include <filesystem>
#include <string_view>

namespace countersign {
namespace {

struct Renamed {
  std::string_view before;
  std::string_view now;
};

constexpr Renamed kCommands[] = {{"faults", "mutants"}};
constexpr Renamed kOptions[] = {{"--fault", "--mutant"}};
constexpr Renamed kFolders[] = {
    {"harness/adapter/", "harness/transport/"},
    {"harness/bench/", "harness/cli/ and reference/"},
    {"harness/builtin/", "harness/reference_adapter/"},
    {"harness/endpoint/", "harness/live_server/"},
    {"harness/endpoints/", "harness/adapters/servers/"},
    {"harness/faults/", "harness/mutants/"},
    {"harness/selftest/", "harness/mutants/"},
    {"harness/server/", "harness/s3_server/"},
};

std::string Hint(const Renamed& renamed) {
  return std::string(renamed.before) + " is now " + std::string(renamed.now);
}

bool IsOption(std::string_view argument, std::string_view option) {
  return argument == option ||
         (argument.starts_with(option) && argument.substr(option.size()).starts_with('='));
}

// The word of an argument such as "python3 harness/builtin/x.py" in which a folder is named.
std::string WordAt(std::string_view argument, std::size_t place) {
  const std::size_t begin =
      argument.find_last_of(" '\"=", place) + 1;  // 0 if there is no such byte
  return std::string(argument.substr(begin, argument.find_first_of(" '\"", place) - begin));
}

std::optional<std::string> RenamedFolder(std::string_view argument) {
  for (const Renamed& folder : kFolders) {
    const std::size_t place = argument.find(folder.before);
    if (place == std::string_view::npos) continue;
    std::error_code ignored;
    if (!std::filesystem::exists(WordAt(argument, place), ignored)) return Hint(folder);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> FindRenamed(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    for (const Renamed& command : kCommands) {
      if (i == 1 && argument == command.before) return Hint(command);
    }
    for (const Renamed& option : kOptions) {
      if (IsOption(argument, option.before)) return Hint(option);
    }
    if (auto hint = RenamedFolder(argument)) return hint;
  }
  return std::nullopt;
}

}  // namespace countersign
