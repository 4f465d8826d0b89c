#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "s3_server/memory_budget.h"
#include "sigv4/timestamp.h"

namespace countersign {

inline constexpr char kDefaultContentType[] = "binary/octet-stream";  // S3's

// ObjectBody is an object's octets as they were when it was found: whoever still reads it does not
// notice that the object is replaced or deleted.
class ObjectBody {
 public:
  virtual ~ObjectBody() = default;
  virtual std::uint64_t size() const = 0;
  // Read fills `out` from the octet at `offset` on; false where that cannot be done any more.
  virtual bool Read(std::uint64_t offset, std::span<char> out) const = 0;
};

struct Object {
  std::shared_ptr<const ObjectBody> body;
  std::string etag;  // quotes included
  std::string content_type = kDefaultContentType;
  Timestamp modified;
};

struct NewObject {
  std::string content;
  std::string etag;
  std::string content_type = kDefaultContentType;
  Timestamp modified;
  std::shared_ptr<MemoryBudget::Reservation> reservation;  // for the content
};

// StoreError says why an object cannot be stored. kName: this store has no place of that name.
struct StoreError {
  enum class Kind { kName, kFailed } kind;
  std::string message;  // for people
};

// ObjectStore keeps one bucket's objects. Keys are octets, decoded.
class ObjectStore {
 public:
  virtual ~ObjectStore() = default;
  virtual std::optional<Object> Find(const std::string& key) const = 0;
  // Put replaces what is there.
  virtual std::variant<Object, StoreError> Put(const std::string& key, NewObject object) = 0;
  // Delete does nothing where there is no such object, as on S3.
  virtual void Delete(const std::string& key) = 0;
  // AnyKey is the key of some object, for an example; nothing where the store is empty.
  virtual std::optional<std::string> AnyKey() const = 0;
};

}  // namespace countersign
