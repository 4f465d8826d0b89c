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

// JsonPlace is a value in a vector file together with where it stands, so that whoever reads it can
// complain of it. The readers below return nothing where they complained.
struct JsonPlace {
  simdjson::dom::element element;
  std::string_view file;
  std::string pointer;
  LoadErrors* errors;

  void AddError(std::string expected) const;
};

// JsonObject reads an object key by key. A key that nobody asked for is a mistake.
class JsonObject {
 public:
  explicit JsonObject(const JsonPlace& place);

  std::optional<JsonPlace> Optional(std::string_view key);
  std::optional<JsonPlace> Required(std::string_view key);
  // RefuseOthers complains of every key that was not asked for.
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
  // Parse returns the root, good until the next call. It complains, at once, of all keys that are
  // given twice and of all nulls.
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
// Elements returns an array's elements; none where it complained.
std::vector<JsonPlace> Elements(const JsonPlace& place);
// Texts reads a list of strings, each once; those it complained of are left out.
std::vector<std::string> Texts(const JsonPlace& place);
// OneOf reads a string that is on a list, and returns its index.
std::optional<std::size_t> OneOf(const JsonPlace& place, std::span<const std::string_view> texts);
// Sha256Hex reads 64 lower-case hex digits.
std::optional<std::string_view> Sha256Hex(const JsonPlace& place);
// ReadFormat reads a file's "format", which must be 1.
void ReadFormat(JsonObject& object);

// Quoted is text between quotation marks, shortened where it is long. Of octets that are no UTF-8,
// as members of families may have, those beyond ASCII are spelled \xNN.
std::string Quoted(std::string_view text);
std::string Joined(std::span<const std::string_view> texts);  // "a, b, c"

}  // namespace countersign
