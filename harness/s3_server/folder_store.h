#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "s3_server/object_store.h"
#include "transport/file_descriptor.h"

namespace countersign {

// KeySegments splits a key into the names of folders and, last, a file. It returns nullopt if the
// key cannot be a path below a folder: it has an empty segment (`a//b`, a trailing slash), `.`,
// `..`, a NUL, or a name that begins like the store's own files.
std::optional<std::vector<std::string>> KeySegments(std::string_view key);

// OddKeySegments is where an object is whose key cannot be a path, or whose path is taken: the key
// in percent-encoding, in pieces that every file system takes, below a folder of their own.
std::vector<std::string> OddKeySegments(std::string_view key);

// FolderStore keeps each object in a file below a folder, at the path that the key names. A key
// that cannot be a path there is kept too: `..`, a name of 256 bytes, `dir` where `dir/x` is, or
// `a.txt/x` where `a.txt` is. It never follows symbolic links or leaves the folder. It does not
// keep an object's content type.
class FolderStore : public ObjectStore {
 public:
  // Open returns nullptr and sets errno if the folder cannot be opened.
  static std::unique_ptr<FolderStore> Open(const std::string& folder);

  std::optional<Object> Find(const std::string& key) const override;
  std::variant<Object, StoreError> Put(const std::string& key, NewObject object) override;
  void Delete(const std::string& key) override;
  // An odd key is never returned.
  std::optional<std::string> AnyKey() const override;

 private:
  FolderStore(std::string folder, FileDescriptor root)
      : folder_(std::move(folder)), root_(std::move(root)) {}

  std::string folder_;
  FileDescriptor root_;
};

}  // namespace countersign
