// Writes reports so that a reader never sees half of one: an interrupted run or a full disk leaves
// the old file in place.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "protocol/write_all.h"
#include "writers/report.h"

namespace countersign {
namespace {

std::string ErrorText(const char* what) { return std::string(what) + ": " + std::strerror(errno); }

// A pipe, a terminal or /dev/stdout cannot be replaced by a file.
bool IsSpecial(const std::string& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  return !error && std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
}

std::optional<std::string> WriteTo(const std::string& path, int flags, std::string_view document) {
  const int descriptor = open(path.c_str(), flags | O_WRONLY | O_CLOEXEC, 0666);
  if (descriptor < 0) return ErrorText("cannot be opened for writing");
  const bool written = WriteAll(descriptor, document);
  std::optional<std::string> error;
  if (!written) error = ErrorText("cannot be written");
  if (close(descriptor) != 0 && !error) error = ErrorText("cannot be written");
  return error;
}

}  // namespace

std::optional<std::string> WriteWhole(const std::string& path, const std::string& document) {
  if (IsSpecial(path)) return WriteTo(path, 0, document);
  // Renaming to a symbolic link would replace the link instead of the file that it points to.
  std::error_code code;
  const std::filesystem::path real = std::filesystem::weakly_canonical(path, code);
  const std::string target = code ? path : real.string();
  const std::string beside = target + ".part-" + std::to_string(getpid());
  if (auto error = WriteTo(beside, O_CREAT | O_TRUNC, document)) {
    unlink(beside.c_str());
    return error;
  }
  if (std::rename(beside.c_str(), target.c_str()) == 0) return std::nullopt;
  const std::string error = ErrorText("cannot be renamed into place");
  unlink(beside.c_str());
  return error;
}

}  // namespace countersign
