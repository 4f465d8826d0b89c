// A bundle as a folder: written whole or not at all, and read with care.
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>

#include "certify/bundle.h"
#include "protocol/printable.h"
#include "protocol/write_all.h"

namespace countersign {
namespace {

namespace fs = std::filesystem;

std::string ErrorText() { return std::strerror(errno); }

// FileDescriptorOf closes what it holds.
class OpenedFile {
 public:
  explicit OpenedFile(int descriptor) : descriptor_(descriptor) {}
  OpenedFile(const OpenedFile&) = delete;
  OpenedFile& operator=(const OpenedFile&) = delete;
  ~OpenedFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

std::optional<std::string> WriteNew(const fs::path& path, const std::string& text) {
  const OpenedFile file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (file.get() < 0 || !WriteAll(file.get(), text) || fsync(file.get()) != 0) {
    return path.filename().string() + ": cannot be written: " + ErrorText();
  }
  return std::nullopt;
}

// Reads a file of the folder. Links are not followed, so that nothing outside of it is read.
std::variant<NamedText, std::string> ReadOne(int folder, const BundleFileKind& kind) {
  const std::string name(kind.name);
  const OpenedFile file(
      openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (file.get() < 0) {
    if (errno == ENOENT) return name + ": is missing";
    if (errno == ELOOP) return name + ": is a link, expected a file";
    return name + ": cannot be read: " + ErrorText();
  }
  struct stat status = {};
  if (fstat(file.get(), &status) != 0) return name + ": cannot be read: " + ErrorText();
  if (!S_ISREG(status.st_mode)) return name + ": is not a file";
  const auto size = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0));
  if (size > kind.most) {
    return name + ": has " + std::to_string(size) + " bytes, expected at most " +
           std::to_string(kind.most);
  }
  NamedText read{name, std::string(size, '\0')};
  for (std::size_t at = 0; at < size;) {
    const ssize_t count = ::read(file.get(), read.text.data() + at, size - at);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return name + ": could not be read to its end";
    at += static_cast<std::size_t>(count);
  }
  return read;
}

// Names in the folder that no bundle has.
std::vector<std::string> Strangers(int folder) {
  constexpr std::size_t kMostNamed = 5;
  std::vector<std::string> problems;
  DIR* stream = fdopendir(dup(folder));
  if (stream == nullptr) return {"the folder cannot be listed: " + ErrorText()};
  std::set<std::string_view> known = {".", ".."};
  for (const BundleFileKind& kind : BundleFileKinds()) known.insert(kind.name);
  while (const dirent* entry = readdir(stream)) {
    if (known.count(entry->d_name) > 0) continue;
    problems.push_back(Excerpt(entry->d_name) + ": no file of a bundle, expected only its own");
    if (problems.size() == kMostNamed) break;
  }
  closedir(stream);
  std::sort(problems.begin(), problems.end());
  return problems;
}

}  // namespace

std::optional<std::string> WhyNoBundleAt(const std::string& folder) {
  std::error_code error;
  const fs::path path = fs::absolute(folder, error).lexically_normal();
  const fs::file_status status = fs::symlink_status(path, error);
  if (fs::exists(status)) return "exists already: a bundle is a new folder";
  const fs::path parent = (path.has_filename() ? path : path.parent_path()).parent_path();
  if (!fs::is_directory(parent, error)) return "the folder in which it is to be does not exist";
  if (access(parent.c_str(), W_OK) != 0) return "cannot be written: " + ErrorText();
  return std::nullopt;
}

std::optional<std::string> WriteBundle(const std::string& folder,
                                       const std::vector<NamedText>& files) {
  if (auto why = WhyNoBundleAt(folder)) return why;
  std::error_code error;
  fs::path path = fs::absolute(folder, error).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  fs::path unfinished = path;
  unfinished += ".unfinished-" + std::to_string(getpid());
  if (mkdir(unfinished.c_str(), 0755) != 0) return "cannot be made: " + ErrorText();
  std::optional<std::string> why;
  for (const NamedText& file : files) {
    if (!why) why = WriteNew(unfinished / file.name, file.text);
  }
  // rename(2) replaces only an empty folder, so another program's bundle is never overwritten.
  if (!why && rename(unfinished.c_str(), path.c_str()) != 0) why = "cannot be made: " + ErrorText();
  if (why) fs::remove_all(unfinished, error);
  return why;
}

std::variant<std::vector<NamedText>, std::vector<std::string>> ReadBundle(
    const std::string& folder) {
  const OpenedFile opened(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() < 0) {
    return std::vector<std::string>{"cannot be read as a folder: " + ErrorText()};
  }
  std::vector<std::string> problems = Strangers(opened.get());
  std::vector<NamedText> files;
  for (const BundleFileKind& kind : BundleFileKinds()) {
    auto read = ReadOne(opened.get(), kind);
    if (auto* problem = std::get_if<std::string>(&read)) {
      problems.push_back(std::move(*problem));
    } else {
      files.push_back(std::get<NamedText>(std::move(read)));
    }
  }
  if (problems.empty()) return files;
  return problems;
}

}  // namespace countersign
