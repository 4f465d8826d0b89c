#include "suite/read_directory.h"

#include <algorithm>
#include <filesystem>

#include "protocol/read_file.h"
#include "suite/rules.h"
#include "suite/sources.h"

namespace countersign {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = std::size_t{128} << 20;

// Paths are kept beside the octets: both are what the files' views point to.
class Reading {
 public:
  explicit Reading(fs::path root) : root_(std::move(root)) {}

  std::variant<VectorFolder, LoadErrors> Result() && {
    std::error_code error;
    if (!fs::is_directory(root_, error)) {
      return LoadErrors{{root_.string(), "", "expected a folder of vectors, found none"}};
    }
    for (fs::recursive_directory_iterator entry(root_, error), end; !error && entry != end;
         entry.increment(error)) {
      Visit(entry);
    }
    if (error) errors_.push_back({root_.string(), "", "cannot be read: " + error.message()});
    if (errors_.empty() && !has_case_) {
      errors_.push_back({root_.string(), "", "expected vectors, found none in this folder"});
    }
    if (!errors_.empty()) {
      std::sort(errors_.begin(), errors_.end(),
                [](const LoadError& a, const LoadError& b) { return a.file < b.file; });
      return std::move(errors_);
    }
    std::sort(folder_.files.begin(), folder_.files.end(),
              [](const VectorFile& a, const VectorFile& b) { return a.path < b.path; });
    return std::move(folder_);
  }

 private:
  void Visit(fs::recursive_directory_iterator& entry) {
    const std::string path = entry->path().lexically_relative(root_).generic_string();
    std::error_code error;
    if (entry->is_directory(error)) {
      if (path == "schema" || path == "evidence") entry.disable_recursion_pending();
      return;
    }
    if (path == "README.md" || path == "meson.build" || path == "confirm.py" ||
        path == "confirm_crossed.py") {
      return;
    }
    if (!path.ends_with(".json")) {
      errors_.push_back({path, "", "expected nothing but .json files"});
    } else {
      Read(entry->path(), path);
    }
  }

  void Read(const fs::path& from, const std::string& path) {
    auto read = ReadFile(from.string());
    if (const auto* not_read = std::get_if<NotRead>(&read)) {
      errors_.push_back({path, "", not_read->why});
      return;
    }
    // The folder as a whole has a limit too: all of it is kept.
    std::string& text = std::get<std::string>(read);
    bytes_ += text.size();
    if (bytes_ > kMostBytes) {
      if (bytes_ - text.size() <= kMostBytes) {
        errors_.push_back({root_.string(), "", "its files are longer than 128 MiB together"});
      }
      return;
    }
    has_case_ = has_case_ || (path != kRulesFile && path != kSourcesFile);
    const std::string& kept_path = folder_.octets.emplace_back(path);
    const std::string& kept_text = folder_.octets.emplace_back(std::move(text));
    folder_.files.push_back({kept_path, kept_text});
  }

  fs::path root_;
  VectorFolder folder_;
  LoadErrors errors_;
  std::size_t bytes_ = 0;  // of all files
  bool has_case_ = false;
};

}  // namespace

std::variant<VectorFolder, LoadErrors> ReadDirectory(const std::string& folder) {
  return Reading(folder).Result();
}

}  // namespace countersign
