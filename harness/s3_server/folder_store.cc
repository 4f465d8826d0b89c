// Objects as files, for `serve --folder`. Keys come from clients, so every step of a path is opened
// separately and no symbolic link is followed.
#include "s3_server/folder_store.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <span>
#include <system_error>

#include "protocol/write_all.h"

namespace countersign {
namespace {

using Names = std::vector<std::string>;

constexpr std::string_view kUploadPrefix = ".countersign-upload-";

class FileBody : public ObjectBody {
 public:
  FileBody(FileDescriptor file, std::uint64_t size) : file_(std::move(file)), size_(size) {}

  std::uint64_t size() const override { return size_; }

  bool Read(std::uint64_t offset, std::span<char> out) const override {
    while (!out.empty()) {
      const ssize_t got = pread(file_.get(), out.data(), out.size(), static_cast<off_t>(offset));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return false;
      offset += static_cast<std::uint64_t>(got);
      out = out.subspan(static_cast<std::size_t>(got));
    }
    return true;
  }

 private:
  FileDescriptor file_;
  std::uint64_t size_;
};

FileDescriptor OpenFolderAt(int parent, const std::string& name) {
  return FileDescriptor(
      openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

enum class Missing { kFail, kMake };

// Opens the folder that contains the last name, one step at a time, so that no step can be a
// symbolic link. The result is not open, and errno is set, if a step is missing or not a folder.
FileDescriptor FolderOf(int root, const Names& names, Missing missing) {
  FileDescriptor folder(openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (std::size_t i = 0; folder.is_open() && i + 1 < names.size(); ++i) {
    if (missing == Missing::kMake && mkdirat(folder.get(), names[i].c_str(), 0777) != 0 &&
        errno != EEXIST) {
      return FileDescriptor();
    }
    folder = OpenFolderAt(folder.get(), names[i]);
  }
  return folder;
}

std::string ETagOf(const struct stat& status) {
  char text[64];
  std::snprintf(text, sizeof text, "\"%llx-%llx%08lx\"",
                static_cast<unsigned long long>(status.st_size),
                static_cast<unsigned long long>(status.st_mtim.tv_sec), status.st_mtim.tv_nsec);
  return text;
}

std::optional<Object> ObjectIn(FileDescriptor file) {
  struct stat status;
  if (!file.is_open() || fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return std::nullopt;
  }
  Object object;
  object.body =
      std::make_shared<FileBody>(std::move(file), static_cast<std::uint64_t>(status.st_size));
  object.etag = ETagOf(status);
  object.modified = Timestamp(std::chrono::seconds(status.st_mtim.tv_sec));
  return object;
}

StoreError Failed(const std::string& what) {
  return {StoreError::Kind::kFailed, what + ": " + std::strerror(errno)};
}

// Writes the content to a file beside the object's, under a name that no key can have.
std::variant<FileDescriptor, StoreError> WriteAside(int folder, const std::string& name,
                                                    std::string_view content) {
  FileDescriptor file(
      openat(folder, name.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666));
  if (!file.is_open()) return Failed("cannot create a file");
  if (WriteAll(file.get(), content)) return file;
  StoreError error = Failed("cannot write");
  unlinkat(folder, name.c_str(), 0);
  return error;
}

}  // namespace

std::optional<Names> KeySegments(std::string_view key) {
  if (key.find('\0') != std::string_view::npos) return std::nullopt;
  Names names;
  while (true) {
    const std::string_view name = key.substr(0, key.find('/'));
    if (name.empty() || name == "." || name == ".." || name.starts_with(kUploadPrefix)) {
      return std::nullopt;
    }
    names.emplace_back(name);
    if (name.size() == key.size()) return names;
    key.remove_prefix(name.size() + 1);
  }
}

std::unique_ptr<FolderStore> FolderStore::Open(const std::string& folder) {
  FileDescriptor root(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root.is_open()) return nullptr;
  return std::unique_ptr<FolderStore>(new FolderStore(folder, std::move(root)));
}

std::optional<Object> FolderStore::Find(const std::string& key) const {
  const auto names = KeySegments(key);
  if (!names) return std::nullopt;
  const FileDescriptor folder = FolderOf(root_.get(), *names, Missing::kFail);
  if (!folder.is_open()) return std::nullopt;
  // Without O_NONBLOCK, opening a pipe would block.
  return ObjectIn(FileDescriptor(
      openat(folder.get(), names->back().c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)));
}

std::variant<Object, StoreError> FolderStore::Put(const std::string& key, NewObject object) {
  const auto names = KeySegments(key);
  if (!names) {
    return StoreError{StoreError::Kind::kName,
                      "the key is not a valid path of a file below the folder"};
  }
  const FileDescriptor folder = FolderOf(root_.get(), *names, Missing::kMake);
  if (!folder.is_open()) return Failed("cannot open its folder");
  const std::string aside = std::string(kUploadPrefix) + std::to_string(getpid());
  auto written = WriteAside(folder.get(), aside, object.content);
  if (auto* error = std::get_if<StoreError>(&written)) return *std::move(error);
  if (renameat(folder.get(), aside.c_str(), folder.get(), names->back().c_str()) != 0) {
    StoreError error = Failed("cannot rename the uploaded file");
    unlinkat(folder.get(), aside.c_str(), 0);
    return error;
  }
  auto stored = ObjectIn(std::get<FileDescriptor>(std::move(written)));
  if (!stored) return Failed("cannot read it back");
  return *std::move(stored);
}

void FolderStore::Delete(const std::string& key) {
  const auto names = KeySegments(key);
  if (!names) return;
  const FileDescriptor folder = FolderOf(root_.get(), *names, Missing::kFail);
  if (folder.is_open()) unlinkat(folder.get(), names->back().c_str(), 0);
}

std::optional<std::string> FolderStore::AnyKey() const {
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_, error)) {
    const std::string key = entry.path().lexically_relative(folder_).string();
    if (Find(key)) return key;
  }
  return std::nullopt;
}

}  // namespace countersign
