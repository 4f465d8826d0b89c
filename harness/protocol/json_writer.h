#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/message.h"

namespace countersign {

// JsonWriter appends the members of JSON objects to a string, with commas between them. Names are
// ASCII and need no escapes. A member that is absent (nullopt), or an optional list that is
// empty, is not written.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void BeginObject();  // the outermost, or an element of an array
  void BeginObject(std::string_view name);
  void EndObject() { out_ += '}'; }
  void BeginArray(std::string_view name);
  void EndArray() { out_ += ']'; }

  void Text(std::string_view name, std::string_view octets);
  void OptionalText(std::string_view name, const std::optional<std::string>& octets);
  void Texts(std::string_view name, const std::vector<std::string>& octets);
  void Pairs(std::string_view name, const std::vector<NameValue>& pairs);
  void Integer(std::string_view name, std::int64_t value);
  void Flag(std::string_view name, bool value);
  void Raw(std::string_view name, std::string_view json);
  void OptionalRaws(std::string_view name, const std::vector<std::string>& documents);

  // AllText tells whether every text so far was valid UTF-8, so that no {"b64": …} was needed.
  bool AllText() const { return all_text_; }

 private:
  void Separate();
  void Name(std::string_view name);
  void Octets(std::string_view octets);

  std::string& out_;
  bool all_text_ = true;
};

}  // namespace countersign
