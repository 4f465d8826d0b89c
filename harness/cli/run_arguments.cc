#include "cli/run_arguments.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "cli/command.h"

namespace countersign {
namespace {

constexpr std::array kFormats = {"json", "junit", "tap", "html", "markdown", "github"};

// Tells early, before minutes of work, that a report could not be written at their end.
std::optional<std::string> WhyUnwritable(const std::string& path) {
  const std::filesystem::path file(path);
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) return "is a folder";
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  if (!std::filesystem::is_directory(folder, error)) return "its folder does not exist";
  if (access(folder.c_str(), W_OK) != 0) return std::string(std::strerror(errno));
  return std::nullopt;
}

}  // namespace

std::optional<std::vector<ReportOutput>> ParseReports(const std::vector<std::string>& reports) {
  std::vector<ReportOutput> targets;
  for (const std::string& report : reports) {
    const std::size_t equals = report.find('=');
    const std::string format = report.substr(0, equals);
    if (equals == std::string::npos || equals + 1 == report.size()) {
      PrintError("--report " + report + ": expected FORMAT=FILE, such as junit=report.xml");
      return std::nullopt;
    }
    if (std::find(kFormats.begin(), kFormats.end(), format) == kFormats.end()) {
      PrintError("--report " + report + ": unknown format " + format +
                 ", expected json, junit, tap, html, markdown or github");
      return std::nullopt;
    }
    const std::string path = report.substr(equals + 1);
    if (const auto why = WhyUnwritable(path)) {
      PrintError("--report " + report + ": cannot write " + path + ": " + *why);
      return std::nullopt;
    }
    targets.push_back({.format = format, .path = path});
  }
  return targets;
}

std::string ShellQuoted(const std::string& text) {
  const auto plain = [](unsigned char c) {
    return std::isalnum(c) != 0 || std::strchr("-_./=:,+@%", c) != nullptr;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), plain)) return text;
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

}  // namespace countersign
