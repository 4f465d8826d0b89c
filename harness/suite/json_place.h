#pragma once

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "suite/load_error.h"

namespace countersign {

// JsonPlace is a value in a vector file and its place, for error messages. The readers below return
// nullopt or an empty list after they have added an error.
struct JsonPlace {
  simdjson::dom::element element;
  std::string_view file;
  std::string pointer;
  LoadErrors* errors;

  void AddError(std::string expected) const;
};

// JsonObject reads an object key by key. A key that was not read is an error.
class JsonObject {
 public:
  explicit JsonObject(const JsonPlace& place);

  std::optional<JsonPlace> Optional(std::string_view key);
  std::optional<JsonPlace> Required(std::string_view key);
  // RefuseOthers adds an error for every key that was not read.
  void RefuseOthers() const;
  const JsonPlace& place() const { return place_; }

 private:
  JsonPlace place_;
  std::optional<simdjson::dom::object> object_;
  std::vector<std::string_view> asked_;
};

// JsonFile parses vector files, one at a time.
class JsonFile {
 public:
  // Parse returns the root, valid until the next call. It adds errors for all repeated keys and all
  // nulls.
  std::optional<JsonPlace> Parse(std::string_view file, std::string_view text, LoadErrors& errors);

 private:
  simdjson::dom::parser parser_;
  std::string padded_;
};

// Text reads a string that is not empty.
std::optional<std::string_view> Text(const JsonPlace& place);
// Octets reads a string, empty or not, or {"b64": …}.
std::optional<std::string> Octets(const JsonPlace& place);
std::optional<std::int64_t> Integer(const JsonPlace& place, std::int64_t least, std::int64_t most);
// Elements returns an array's elements; an empty list after an error.
std::vector<JsonPlace> Elements(const JsonPlace& place);
// Texts reads a list of different strings; those with an error are left out.
std::vector<std::string> Texts(const JsonPlace& place);
// OneOf reads a string that is on a list, and returns its index.
std::optional<std::size_t> OneOf(const JsonPlace& place, std::span<const std::string_view> texts);
// Sha256Hex reads 64 lower-case hex digits.
std::optional<std::string_view> Sha256Hex(const JsonPlace& place);
// ReadFormat reads a file's "format", which must be 1.
void ReadFormat(JsonObject& object);

// Quoted is text between quotation marks, shortened if it is long. If it is not valid UTF-8, as in
// members of families, bytes beyond ASCII are written as \xNN.
std::string Quoted(std::string_view text);
std::string Joined(std::span<const std::string_view> texts);  // "a, b, c"

}  // namespace countersign
