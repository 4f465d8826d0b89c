#pragma once

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/codec.h"
#include "protocol/message.h"
#include "protocol/printable.h"

namespace countersign {

// JsonReader reads one JSON document into structs, by tables of their fields. Every read returns
// false if it fails; the error then says why and, after the callers have returned, where.
class JsonReader {
 public:
  using Element = simdjson::dom::element;

  explicit JsonReader(Unknown unknown) : unknown_(unknown) {}

  // Parse checks the whole document. The element is good until the thread's next Parse.
  bool Parse(std::string_view document, Element& root);

  bool ignores_unknown() const { return unknown_ == Unknown::kIgnored; }
  bool Fail(std::string what);
  // Within puts a key or an index in front of the place of the failure, on the way back to the
  // root.
  bool Within(std::string_view key);
  bool Within(std::size_t index);
  // FailType fails because an element is not what was expected: "a string".
  bool FailType(const char* expected, const Element& found);

  ProtocolError TakeError();

 private:
  Unknown unknown_;
  std::string pointer_;
  std::string what_;
};

// TypeName names the element's type for messages: "a string".
const char* TypeName(const JsonReader::Element& element);

enum class Presence { kRequired, kOptional };

// Field is one row of a struct's table: how to read the member of that name.
template <typename T>
struct Field {
  std::string_view name;
  Presence presence;
  bool (*read)(const JsonReader::Element&, T&, JsonReader&);
};

// The values. Text is a JSON string; bytes may also be {"b64": …}.
bool ReadText(const JsonReader::Element& element, std::string& out, JsonReader& reader);
bool ReadBytes(const JsonReader::Element& element, std::string& out, JsonReader& reader);
bool ReadFlag(const JsonReader::Element& element, bool& out, JsonReader& reader);
// Integers beyond the type become the nearest within.
bool ReadInteger(const JsonReader::Element& element, std::int64_t& out, JsonReader& reader);
bool ReadInt(const JsonReader::Element& element, int& out, JsonReader& reader);
// ReadDocument keeps an object as compact JSON.
bool ReadDocument(const JsonReader::Element& element, std::string& out, JsonReader& reader);

// ReadList reads an array, each element by `Read`.
template <auto Read, typename T>
bool ReadList(const JsonReader::Element& element, std::vector<T>& out, JsonReader& reader) {
  simdjson::dom::array array;
  if (element.get(array)) return reader.FailType("an array", element);
  for (const JsonReader::Element item : array) {
    if (!Read(item, out.emplace_back(), reader)) return reader.Within(out.size() - 1);
  }
  return true;
}

// ReadPair reads [name, value], the name by `ReadName`, the value as bytes.
template <auto ReadName>
bool ReadPair(const JsonReader::Element& element, NameValue& out, JsonReader& reader) {
  simdjson::dom::array array;
  if (element.get(array) || array.size() != 2) return reader.FailType("[name, value]", element);
  if (!ReadName(array.at(0).value_unsafe(), out.first, reader))
    return reader.Within(std::size_t{0});
  if (!ReadBytes(array.at(1).value_unsafe(), out.second, reader)) {
    return reader.Within(std::size_t{1});
  }
  return true;
}

// FindField returns the row of that name, trying first the one that follows the last found: most
// writers keep the order of the tables. Returns the table's size if there is no such row.
template <typename T>
std::size_t FindField(std::span<const Field<T>> fields, std::string_view name, std::size_t guess) {
  if (guess < fields.size() && fields[guess].name == name) return guess;
  std::size_t at = 0;
  while (at < fields.size() && fields[at].name != name) ++at;
  return at;
}

// ReadObject reads an object by its table (at most 64 rows): each field at most once, null as if it
// were absent, the required ones present.
template <typename T>
bool ReadObject(const JsonReader::Element& element, std::span<const Field<T>> fields, T& out,
                JsonReader& reader) {
  simdjson::dom::object object;
  if (element.get(object)) return reader.FailType("an object", element);
  std::uint64_t seen = 0;
  std::uint64_t present = 0;
  std::size_t at = 0;
  for (const simdjson::dom::key_value_pair member : object) {
    const std::size_t found = FindField(fields, member.key, at);
    if (found == fields.size()) {
      if (reader.ignores_unknown()) continue;
      reader.Fail("unknown field");
      return reader.Within(member.key);
    }
    const std::uint64_t bit = std::uint64_t{1} << found;
    if ((seen & bit) != 0) {
      reader.Fail("given twice");
      return reader.Within(member.key);
    }
    seen |= bit;
    at = found + 1;
    if (member.value.is_null()) continue;
    present |= bit;
    if (!fields[found].read(member.value, out, reader)) return reader.Within(member.key);
  }
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].presence == Presence::kRequired && (present >> i & 1) == 0) {
      reader.Fail("missing");
      return reader.Within(fields[i].name);
    }
  }
  return true;
}

template <typename T>
T& Slot(T& member) {
  return member;
}
template <typename T>
T& Slot(std::optional<T>& member) {
  return member.emplace();
}

// Into makes a table's `read` of a member and the way to read its value.
template <auto Member, auto Read, typename T>
bool Into(const JsonReader::Element& element, T& out, JsonReader& reader) {
  return Read(element, Slot(out.*Member), reader);
}

// Nested reads an object by its table; for Into.
template <const auto& Fields, typename T>
bool Nested(const JsonReader::Element& element, T& out, JsonReader& reader) {
  return ReadObject(element, std::span<const Field<T>>(Fields), out, reader);
}

// OneOf reads a text that must be on a list; for Into.
template <const auto& Texts>
bool OneOf(const JsonReader::Element& element, std::string& out, JsonReader& reader) {
  if (!ReadText(element, out, reader)) return false;
  std::string expected;
  for (const std::string_view text : Texts) {
    if (out == text) return true;
    expected += (expected.empty() ? "" : ", ") + std::string(text);
  }
  return reader.Fail("expected one of " + expected + ", found " + Excerpt(out));
}

}  // namespace countersign
