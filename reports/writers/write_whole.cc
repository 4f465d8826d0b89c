// Writes reports so that a reader never sees half of one: an interrupted run or a full disk leaves
// the old file in place. The folder may be one in which others can make files, such as /tmp.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <variant>

#include "protocol/open_output.h"
#include "protocol/write_all.h"
#include "writers/report.h"

namespace countersign {
namespace {

namespace fs = std::filesystem;

std::string ErrorText(const char* what) { return std::string(what) + ": " + std::strerror(errno); }

// The number in /dev/fd/N; nullopt if the path is another.
std::optional<int> DescriptorOf(const std::string& path) {
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    int number = -1;
    const char* const end = path.data() + path.size();
    const auto [last, error] = std::from_chars(path.data() + folder.size(), end, number);
    if (error == std::errc() && last == end) return number;
  }
  return std::nullopt;
}

// A pipe or a terminal cannot be replaced by a file.
bool IsSpecial(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  return !error && fs::exists(status) && !fs::is_regular_file(status);
}

bool IsLink(const fs::path& path) {
  std::error_code error;
  return fs::is_symlink(fs::symlink_status(path, error));
}

std::optional<std::string> WriteAndClose(int descriptor, std::string_view document) {
  std::optional<std::string> error;
  if (!WriteAll(descriptor, document)) error = ErrorText("cannot be written");
  if (close(descriptor) != 0 && !error) error = ErrorText("cannot be written");
  return error;
}

std::string NotOpened(const std::string& why) { return "cannot be opened for writing: " + why; }

std::optional<std::string> WriteInPlace(const std::variant<int, std::string>& opened,
                                        std::string_view document) {
  if (const auto* why = std::get_if<std::string>(&opened)) return NotOpened(*why);
  return WriteAndClose(std::get<int>(opened), document);
}

std::variant<int, std::string> Duplicated(int descriptor) {
  const int copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return std::strerror(errno);
  return copy;
}

// A file that did not exist before: what somebody else has made under this name, a link above all,
// is not written to.
struct NewFile {
  std::string path;
  int descriptor = -1;
};
NewFile NewFileBeside(const std::string& target) {
  constexpr int kMostTries = 100;
  NewFile file;
  for (int i = 0; i < kMostTries; ++i) {
    const std::string name = ".countersign-" + std::to_string(getpid()) + "-" + std::to_string(i);
    file.path = (fs::path(target).parent_path() / name).string();
    file.descriptor =
        open(file.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (file.descriptor >= 0 || errno != EEXIST) break;
  }
  return file;
}

// The new file is as readable as the old one.
void KeepMode(const std::string& target, int descriptor) {
  struct stat status = {};
  if (stat(target.c_str(), &status) == 0) fchmod(descriptor, status.st_mode & 0777);
}

}  // namespace

std::string FinalPath(const std::string& path) {
  constexpr int kMostLinks = 40;  // as the kernel
  fs::path target = path;
  for (int i = 0; i < kMostLinks && !DescriptorOf(target.string()); ++i) {
    if (!IsLink(target)) break;
    std::error_code error;
    const fs::path next = fs::read_symlink(target, error);
    if (error) break;
    target = next.is_absolute() ? next : target.parent_path() / next;
  }
  return target.string();
}

std::optional<std::string> WriteWhole(const std::string& path, const std::string& document) {
  const std::string target = FinalPath(path);
  // Opened again, a file that stdout leads to would be written from its beginning.
  if (const auto number = DescriptorOf(target)) {
    return WriteInPlace(Duplicated(*number), document);
  }
  if (IsSpecial(target)) {
    return WriteInPlace(OpenOutput(target, 0), document);
  }
  if (IsLink(target)) return NotOpened(std::strerror(ELOOP));
  const NewFile fresh = NewFileBeside(target);
  if (fresh.descriptor < 0) return NotOpened(std::strerror(errno));
  KeepMode(target, fresh.descriptor);
  std::optional<std::string> error = WriteAndClose(fresh.descriptor, document);
  if (!error && std::rename(fresh.path.c_str(), target.c_str()) != 0) {
    error = ErrorText("cannot be renamed into place");
  }
  if (error) unlink(fresh.path.c_str());
  return error;
}

}  // namespace countersign
