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

// ObjectBody is an object's content at the time when the object was found. It stays readable if the
// object is replaced or deleted.
class ObjectBody {
 public:
  virtual ~ObjectBody() = default;
  virtual std::uint64_t size() const = 0;
  // Read fills `out` with the bytes from `offset` on. It returns false if they cannot be read.
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

// StoreError says why an object cannot be stored.
struct StoreError {
  std::string message;  // for people
};

// ObjectStore keeps one bucket's objects. Keys are decoded and may have any bytes.
class ObjectStore {
 public:
  virtual ~ObjectStore() = default;
  virtual std::optional<Object> Find(const std::string& key) const = 0;
  // Put replaces an object with the same key.
  virtual std::variant<Object, StoreError> Put(const std::string& key, NewObject object) = 0;
  // Delete does nothing if there is no such object, as on S3.
  virtual void Delete(const std::string& key) = 0;
  // AnyKey is the key of some object, for an example; nullopt if the store is empty.
  virtual std::optional<std::string> AnyKey() const = 0;
};

}  // namespace countersign
