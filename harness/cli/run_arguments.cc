// Checks options of run and list: which cases are selected, and --report.
#include "cli/run_arguments.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "cli/command.h"
#include "protocol/shell_word.h"
#include "writers/report.h"

namespace countersign {
namespace {

// Checked before the run, so that minutes of work are not lost for a path that cannot be written.
std::optional<std::string> WhyUnwritable(const std::string& path) {
  const std::filesystem::path file(FinalPath(path));
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) return "is a folder";
  if (std::filesystem::is_symlink(std::filesystem::symlink_status(file, error)) &&
      !file.string().starts_with("/proc/") && !file.string().starts_with("/dev/")) {
    return "is a loop of links";
  }
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (!std::filesystem::is_directory(folder, error)) return "its folder does not exist";
  if (access(folder.c_str(), W_OK) != 0) return std::string(std::strerror(errno));
  return std::nullopt;
}

// The report that would replace the same file. What cannot be replaced takes several reports.
const ReportOutput* SameFile(const std::string& path, const std::vector<ReportOutput>& outputs) {
  namespace fs = std::filesystem;
  std::error_code error;
  const auto place = [&error](const std::string& one) {
    return fs::weakly_canonical(fs::absolute(FinalPath(one)), error);
  };
  const fs::path file = place(path);
  if (fs::exists(file, error) && !fs::is_regular_file(file, error)) return nullptr;
  if (path.starts_with("/dev/")) return nullptr;
  for (const ReportOutput& one : outputs) {
    if (place(one.path) == file) return &one;
  }
  return nullptr;
}

}  // namespace

int SelectCases(const Suite& suite, const SelectionArguments& arguments,
                std::vector<const Case*>& cases) {
  Selection selection;
  selection.select = arguments.select;
  selection.exclude = arguments.exclude;
  selection.weakest = ParseLevel(arguments.level).value_or(Level::kShould);
  if (arguments.shard) {
    const std::optional<Shard> shard = ParseShard(*arguments.shard);
    if (!shard) {
      PrintError("--shard " + *arguments.shard + ": expected I/N with 1 <= I <= N, such as 1/2");
      return kUsage;
    }
    selection.shard = *shard;
  }
  cases = Select(suite, selection);
  if (!cases.empty()) return kConforming;
  std::string message = "no case is selected";
  for (const std::string& glob : arguments.select) message += " by --select " + ShellWord(glob);
  for (const std::string& glob : arguments.exclude) {
    message += " without --exclude " + ShellWord(glob);
  }
  if (arguments.shard) message += " in --shard " + *arguments.shard;
  PrintError(message + " at --level " + arguments.level);
  return kNothingRan;
}

std::optional<std::string> WhyNotNew(const std::string& path) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) return "exists already: a recording is a new file";
  return WhyUnwritable(path);
}

std::optional<std::string> WhyNotNewList(const std::string& path,
                                         const std::optional<std::string>& expected) {
  std::error_code error;
  const bool replaces = std::filesystem::is_regular_file(path, error) &&
                        !(expected && std::filesystem::equivalent(path, *expected, error));
  if (replaces) return "exists already: give it with --expected as well, so that its reasons stay";
  return WhyUnwritable(path);
}

std::optional<std::string> WhySharedFile(const RunArguments& arguments,
                                         const std::vector<ReportOutput>& reports) {
  namespace fs = std::filesystem;
  struct NamedFile {
    std::string option;
    std::string path;
  };
  std::vector<NamedFile> written;
  for (const ReportOutput& one : reports) written.push_back({"--report", one.path});
  if (arguments.write_expected) written.push_back({"--write-expected", *arguments.write_expected});
  if (arguments.trace) written.push_back({"--trace", *arguments.trace});
  std::vector<NamedFile> read;
  if (arguments.expected) read.push_back({"--expected", *arguments.expected});
  if (arguments.endpoint.clock_file)
    read.push_back({"--clock-file", *arguments.endpoint.clock_file});
  if (!arguments.endpoint.credentials.empty()) {
    read.push_back({"--credentials", arguments.endpoint.credentials});
  }
  if (arguments.implementation.library) {
    read.push_back({"--library", *arguments.implementation.library});
  }
  std::error_code error;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const auto& [option, path] = written[i];
    const auto file = fs::weakly_canonical(fs::absolute(FinalPath(path)), error);
    if (fs::exists(file, error) && !fs::is_regular_file(file, error)) continue;
    std::vector<NamedFile> others(written.begin(),
                                  written.begin() + static_cast<std::ptrdiff_t>(i));
    others.insert(others.end(), read.begin(), read.end());
    for (const auto& [other, other_path] : others) {
      const bool renewed = option == "--write-expected" && other == "--expected";
      if (renewed || (option == "--report" && other == "--report")) continue;
      if (fs::weakly_canonical(fs::absolute(FinalPath(other_path)), error) == file ||
          fs::equivalent(other_path, path, error)) {
        return option + " " + path + ": the same file as that of " + other;
      }
    }
  }
  return std::nullopt;
}

std::optional<std::vector<ReportOutput>> ParseReports(const std::vector<std::string>& reports) {
  std::vector<ReportOutput> outputs;
  for (const std::string& report : reports) {
    const std::size_t equals = report.find('=');
    const std::string name = report.substr(0, equals);
    if (equals == std::string::npos || equals + 1 == report.size()) {
      PrintError("--report " + report + ": expected FORMAT=FILE, such as junit=report.xml");
      return std::nullopt;
    }
    const ReportFormat* format = FindReportFormat(name);
    if (format == nullptr) {
      PrintError("--report " + report + ": unknown format " + name + ", expected " +
                 ReportFormatNames());
      return std::nullopt;
    }
    const std::string path = report.substr(equals + 1);
    if (const ReportOutput* other = SameFile(path, outputs)) {
      PrintError("--report " + report + ": the same file as that of --report " +
                 std::string(other->format->name) + "=" + other->path);
      return std::nullopt;
    }
    if (const auto why = WhyUnwritable(path)) {
      PrintError("--report " + report + ": cannot write " + path + ": " + *why);
      return std::nullopt;
    }
    outputs.push_back({.format = format, .path = path});
  }
  return outputs;
}

}  // namespace countersign
