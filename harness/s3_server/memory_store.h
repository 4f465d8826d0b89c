#pragma once

#include <map>
#include <string>

#include "s3_server/object_store.h"

namespace countersign {

// MemoryStore keeps objects in memory, until the program ends.
class MemoryStore : public ObjectStore {
 public:
  std::optional<Object> Find(const std::string& key) const override;
  std::variant<Object, StoreError> Put(const std::string& key, NewObject object) override;
  void Delete(const std::string& key) override { objects_.erase(key); }
  std::optional<std::string> AnyKey() const override;

 private:
  std::map<std::string, Object> objects_;
};

}  // namespace countersign
