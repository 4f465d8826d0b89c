// Objects in memory, for `serve` without --folder.
#include "s3_server/memory_store.h"

#include <algorithm>
#include <utility>

namespace countersign {
namespace {

class MemoryBody : public ObjectBody {
 public:
  MemoryBody(std::string content, std::shared_ptr<MemoryBudget::Reservation> reservation)
      : content_(std::move(content)), reservation_(std::move(reservation)) {}

  std::uint64_t size() const override { return content_.size(); }

  bool Read(std::uint64_t offset, std::span<char> out) const override {
    if (offset > content_.size() || out.size() > content_.size() - offset) return false;
    std::copy_n(content_.begin() + static_cast<std::ptrdiff_t>(offset), out.size(), out.begin());
    return true;
  }

 private:
  std::string content_;
  std::shared_ptr<MemoryBudget::Reservation> reservation_;  // released after the last reader
};

}  // namespace

std::optional<Object> MemoryStore::Find(const std::string& key) const {
  const auto found = objects_.find(key);
  if (found == objects_.end()) return std::nullopt;
  return found->second;
}

std::variant<Object, StoreError> MemoryStore::Put(const std::string& key, NewObject object) {
  auto body =
      std::make_shared<MemoryBody>(std::move(object.content), std::move(object.reservation));
  Object stored{std::move(body), std::move(object.etag), std::move(object.content_type),
                object.modified};
  objects_.insert_or_assign(key, stored);
  return stored;
}

std::optional<std::string> MemoryStore::AnyKey() const {
  if (objects_.empty()) return std::nullopt;
  return objects_.begin()->first;
}

}  // namespace countersign
