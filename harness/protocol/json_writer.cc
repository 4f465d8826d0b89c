#include "protocol/json_writer.h"

#include <charconv>

#include "protocol/json_string.h"

namespace countersign {

// Separate writes the comma that the next member or element needs. No text ends in an open brace or
// bracket, since its closing quote follows.
void JsonWriter::Separate() {
  if (!out_.empty() && out_.back() != '{' && out_.back() != '[') out_ += ',';
}

void JsonWriter::Name(std::string_view name) {
  Separate();
  out_ += '"';
  out_ += name;
  out_ += "\":";
}

void JsonWriter::Octets(std::string_view octets) { all_text_ &= AppendJsonString(octets, out_); }

void JsonWriter::BeginObject() {
  Separate();
  out_ += '{';
}

void JsonWriter::BeginObject(std::string_view name) {
  Name(name);
  out_ += '{';
}

void JsonWriter::BeginArray(std::string_view name) {
  Name(name);
  out_ += '[';
}

void JsonWriter::Text(std::string_view name, std::string_view octets) {
  Name(name);
  Octets(octets);
}

void JsonWriter::OptionalText(std::string_view name, const std::optional<std::string>& octets) {
  if (octets) Text(name, *octets);
}

void JsonWriter::Texts(std::string_view name, const std::vector<std::string>& octets) {
  BeginArray(name);
  for (const std::string& element : octets) {
    Separate();
    Octets(element);
  }
  EndArray();
}

void JsonWriter::Pairs(std::string_view name, const std::vector<NameValue>& pairs) {
  BeginArray(name);
  for (const NameValue& pair : pairs) {
    Separate();
    out_ += '[';
    Octets(pair.first);
    out_ += ',';
    Octets(pair.second);
    out_ += ']';
  }
  EndArray();
}

void JsonWriter::Integer(std::string_view name, std::int64_t value) {
  Name(name);
  char digits[20];
  out_.append(digits, std::to_chars(digits, digits + sizeof(digits), value).ptr);
}

void JsonWriter::Flag(std::string_view name, bool value) {
  Name(name);
  out_ += value ? "true" : "false";
}

void JsonWriter::Raw(std::string_view name, std::string_view json) {
  Name(name);
  out_ += json;
}

void JsonWriter::OptionalRaws(std::string_view name, const std::vector<std::string>& documents) {
  if (documents.empty()) return;
  BeginArray(name);
  for (const std::string& document : documents) {
    Separate();
    out_ += document;
  }
  EndArray();
}

}  // namespace countersign
