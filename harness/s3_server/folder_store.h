#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "s3_server/object_store.h"
#include "transport/file_descriptor.h"

namespace countersign {

// KeySegments splits a key into the names of folders and, last, a file. It returns nullopt if the
// key cannot be a path below a folder: it has an empty segment (`a//b`, a trailing slash), `.`,
// `..`, a NUL, or the name of an unfinished upload.
std::optional<std::vector<std::string>> KeySegments(std::string_view key);

// FolderStore keeps each object in a file below a folder, at the path that the key names. It never
// follows symbolic links or leaves the folder. It does not keep an object's content type.
class FolderStore : public ObjectStore {
 public:
  // Open returns nullptr and sets errno if the folder cannot be opened.
  static std::unique_ptr<FolderStore> Open(const std::string& folder);

  std::optional<Object> Find(const std::string& key) const override;
  std::variant<Object, StoreError> Put(const std::string& key, NewObject object) override;
  void Delete(const std::string& key) override;
  std::optional<std::string> AnyKey() const override;

 private:
  FolderStore(std::string folder, FileDescriptor root)
      : folder_(std::move(folder)), root_(std::move(root)) {}

  std::string folder_;
  FileDescriptor root_;
};

}  // namespace countersign
