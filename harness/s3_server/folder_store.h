#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "s3_server/file_descriptor.h"
#include "s3_server/object_store.h"

namespace countersign {

// KeySegments splits a key into the names of folders and, last, a file; nothing where the key has
// no place in a file system or would lead elsewhere: an empty segment (`a//b`, a trailing slash),
// `.`, `..`, a NUL, or the name of an upload under way.
std::optional<std::vector<std::string>> KeySegments(std::string_view key);

// FolderStore keeps each object in a file of the key's name below a folder. It follows no symbolic
// link below that folder and leaves it by no other way. An object's content type is not kept.
class FolderStore : public ObjectStore {
 public:
  // Open returns nothing, errno set, where the folder cannot be opened.
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
