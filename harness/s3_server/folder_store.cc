// Objects as files, for `serve --folder`. Keys come from clients, so every step of a path is opened
// separately and no symbolic link is followed.
#include "s3_server/folder_store.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <span>
#include <system_error>

#include "protocol/write_all.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

using Names = std::vector<std::string>;

// No path of an object has a name that begins so.
constexpr std::string_view kOwnPrefix = ".countersign-";
constexpr std::string_view kUploadPrefix = ".countersign-upload-";
constexpr std::string_view kOddKeys = ".countersign-keys";
// Bytes of a percent-encoded key in one name. Some file systems take 143 bytes.
constexpr std::size_t kPiece = 120;

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

// WriteError: the path cannot be one of an object here (kPath), or writing failed.
struct WriteError {
  enum class Kind { kPath, kFailed } kind;
  std::string message;
};

WriteError Failed(const std::string& what) {
  constexpr int kOfPaths[] = {EISDIR, ENOTDIR,      EEXIST, ENOTEMPTY,
                              ELOOP,  ENAMETOOLONG, EINVAL, EILSEQ};
  const int error = errno;
  const bool of_path =
      std::find(std::begin(kOfPaths), std::end(kOfPaths), error) != std::end(kOfPaths);
  return {of_path ? WriteError::Kind::kPath : WriteError::Kind::kFailed,
          what + ": " + std::strerror(error)};
}

// Writes the content to a file beside the object's, under a name that no key can have.
std::variant<FileDescriptor, WriteError> WriteAside(int folder, const std::string& name,
                                                    std::string_view content) {
  FileDescriptor file(
      openat(folder, name.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666));
  if (!file.is_open()) return Failed("cannot create a file");
  if (WriteAll(file.get(), content)) return file;
  WriteError error = Failed("cannot write");
  unlinkat(folder, name.c_str(), 0);
  return error;
}

std::optional<Object> ReadAt(int root, const Names& names) {
  const FileDescriptor folder = FolderOf(root, names, Missing::kFail);
  if (!folder.is_open()) return std::nullopt;
  // Without O_NONBLOCK, opening a pipe would block.
  return ObjectIn(FileDescriptor(
      openat(folder.get(), names.back().c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)));
}

std::variant<Object, WriteError> WriteAt(int root, const Names& names, std::string_view content) {
  const FileDescriptor folder = FolderOf(root, names, Missing::kMake);
  if (!folder.is_open()) return Failed("cannot open its folder");
  const std::string aside = std::string(kUploadPrefix) + std::to_string(getpid());
  auto written = WriteAside(folder.get(), aside, content);
  if (auto* error = std::get_if<WriteError>(&written)) return *std::move(error);
  if (renameat(folder.get(), aside.c_str(), folder.get(), names.back().c_str()) != 0) {
    WriteError error = Failed("cannot rename the uploaded file");
    unlinkat(folder.get(), aside.c_str(), 0);
    return error;
  }
  auto stored = ObjectIn(std::get<FileDescriptor>(std::move(written)));
  if (!stored) return Failed("cannot read it back");
  return *std::move(stored);
}

void RemoveAt(int root, const Names& names) {
  const FileDescriptor folder = FolderOf(root, names, Missing::kFail);
  if (folder.is_open()) unlinkat(folder.get(), names.back().c_str(), 0);
}

}  // namespace

std::optional<Names> KeySegments(std::string_view key) {
  if (key.find('\0') != std::string_view::npos) return std::nullopt;
  Names names;
  while (true) {
    const std::string_view name = key.substr(0, key.find('/'));
    if (name.empty() || name == "." || name == ".." || name.starts_with(kOwnPrefix)) {
      return std::nullopt;
    }
    names.emplace_back(name);
    if (name.size() == key.size()) return names;
    key.remove_prefix(name.size() + 1);
  }
}

Names OddKeySegments(std::string_view key) {
  const std::string encoded = UriEncode(key, Slash::kEncode);
  Names names = {std::string(kOddKeys)};
  for (std::size_t at = 0; at < encoded.size(); at += kPiece) {
    names.push_back(encoded.substr(at, kPiece));
  }
  // The encoding has no `=`, so no key's file is another key's folder.
  names.back() += '=';
  return names;
}

std::unique_ptr<FolderStore> FolderStore::Open(const std::string& folder) {
  FileDescriptor root(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root.is_open()) return nullptr;
  return std::unique_ptr<FolderStore>(new FolderStore(folder, std::move(root)));
}

std::optional<Object> FolderStore::Find(const std::string& key) const {
  if (key.empty()) return std::nullopt;
  if (const auto names = KeySegments(key)) {
    if (auto object = ReadAt(root_.get(), *names)) return object;
  }
  return ReadAt(root_.get(), OddKeySegments(key));
}

std::variant<Object, StoreError> FolderStore::Put(const std::string& key, NewObject object) {
  if (key.empty()) return StoreError{"an object needs a key"};
  const Names odd = OddKeySegments(key);
  if (const auto names = KeySegments(key)) {
    auto stored = WriteAt(root_.get(), *names, object.content);
    if (auto* done = std::get_if<Object>(&stored)) {
      RemoveAt(root_.get(), odd);  // of a time when the path was taken
      return *std::move(done);
    }
    const auto& error = std::get<WriteError>(stored);
    if (error.kind == WriteError::Kind::kFailed) return StoreError{error.message};
  }
  auto stored = WriteAt(root_.get(), odd, object.content);
  if (const auto* error = std::get_if<WriteError>(&stored)) return StoreError{error->message};
  return std::get<Object>(std::move(stored));
}

void FolderStore::Delete(const std::string& key) {
  if (key.empty()) return;
  if (const auto names = KeySegments(key)) RemoveAt(root_.get(), *names);
  RemoveAt(root_.get(), OddKeySegments(key));
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
