#include "protocol/json_reader.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "protocol/base64.h"

namespace countersign {
namespace {

using Element = JsonReader::Element;

// kLongestKept bounds, in octets, the documents whose memory a thread keeps for the next one.
constexpr std::size_t kLongestKept = std::size_t{1} << 20;
// kLongestKey bounds, in bytes, what an error quotes of a member's name.
constexpr std::size_t kLongestKey = 80;

// ThreadParser is the thread's parser and the padded copy that it reads from.
struct ThreadParser {
  simdjson::dom::parser parser;
  std::string padded;
};

ThreadParser& ParserFor(std::size_t octets) {
  thread_local std::unique_ptr<ThreadParser> kept;
  if (!kept || (octets <= kLongestKept && kept->parser.capacity() > kLongestKept)) {
    kept = std::make_unique<ThreadParser>();
  }
  return *kept;
}

simdjson::error_code ParsePadded(std::string_view document, Element& root) {
  ThreadParser& thread = ParserFor(document.size());
  thread.padded.reserve(document.size() + simdjson::SIMDJSON_PADDING);
  thread.padded = document;
  thread.padded.append(simdjson::SIMDJSON_PADDING, '\0');
  return thread.parser.parse(thread.padded.data(), document.size(), false).get(root);
}

bool IsNumberOctet(char c) {
  return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

// Saturated returns an integer's nearest within 64 bits; any other token as it is.
std::string_view Saturated(std::string_view token) {
  const bool negative = token.starts_with('-');
  const std::string_view digits = token.substr(negative ? 1 : 0);
  const bool long_integer = digits.size() > 18 && digits.front() != '0' &&
                            digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (!long_integer) return token;
  constexpr std::string_view kMost = "9223372036854775807";
  constexpr std::string_view kLeast = "-9223372036854775808";
  if (negative) return digits.size() > 19 || digits >= kLeast.substr(1) ? kLeast : token;
  return digits.size() > 19 || digits >= kMost ? kMost : token;
}

// WithSaturatedIntegers rewrites the integers that simdjson refuses for their size.
std::string WithSaturatedIntegers(std::string_view document) {
  std::string out;
  bool in_string = false;
  for (std::size_t i = 0; i < document.size();) {
    std::size_t end = i + 1;
    if (in_string) {
      if (document[i] == '\\') end = std::min(i + 2, document.size());
      in_string = document[i] != '"';
      out += document.substr(i, end - i);
    } else if (IsNumberOctet(document[i])) {
      while (end < document.size() && IsNumberOctet(document[end])) ++end;
      out += Saturated(document.substr(i, end - i));
    } else {
      in_string = document[i] == '"';
      out += document[i];
    }
    i = end;
  }
  return out;
}

// AppendEscapedPointer appends a key as JSON pointers spell it (RFC 6901).
void AppendEscapedPointer(std::string_view key, std::string& out) {
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
}

struct Base64Text {
  std::string b64;
};
constexpr Field<Base64Text> kBase64Fields[] = {
    {"b64", Presence::kRequired, Into<&Base64Text::b64, ReadText>},
};

}  // namespace

const char* TypeName(const Element& element) {
  switch (element.type()) {
    case simdjson::dom::element_type::ARRAY: return "an array";
    case simdjson::dom::element_type::OBJECT: return "an object";
    case simdjson::dom::element_type::STRING: return "a string";
    case simdjson::dom::element_type::BOOL: return "a boolean";
    case simdjson::dom::element_type::NULL_VALUE: return "null";
    default: return "a number";
  }
}

bool JsonReader::Parse(std::string_view document, Element& root) {
  simdjson::error_code error = ParsePadded(document, root);
  if (error == simdjson::NUMBER_ERROR) {
    error = ParsePadded(WithSaturatedIntegers(document), root);
  }
  if (error) return Fail(std::string("expected JSON: ") + simdjson::error_message(error));
  return true;
}

bool JsonReader::Fail(std::string what) {
  what_ = std::move(what);
  return false;
}

bool JsonReader::Within(std::string_view key) {
  std::string pointer = "/";
  AppendEscapedPointer(Excerpt(key, kLongestKey), pointer);
  pointer_ = pointer + pointer_;
  return false;
}

bool JsonReader::Within(std::size_t index) { return Within(std::to_string(index)); }

bool JsonReader::FailType(const char* expected, const Element& found) {
  return Fail(std::string("expected ") + expected + ", found " + TypeName(found));
}

ProtocolError JsonReader::TakeError() {
  return {pointer_.empty() ? std::move(what_) : pointer_ + ": " + what_};
}

bool ReadText(const Element& element, std::string& out, JsonReader& reader) {
  std::string_view text;
  if (element.get(text)) return reader.FailType("a string", element);
  out = text;
  return true;
}

bool ReadBytes(const Element& element, std::string& out, JsonReader& reader) {
  if (!element.is_object()) return ReadText(element, out, reader);
  Base64Text text;
  if (!Nested<kBase64Fields>(element, text, reader)) return false;
  std::optional<std::string> octets = DecodeBase64(text.b64);
  if (!octets) {
    reader.Fail("expected padded base64, found " + Excerpt(text.b64));
    return reader.Within("b64");
  }
  out = *std::move(octets);
  return true;
}

bool ReadFlag(const Element& element, bool& out, JsonReader& reader) {
  if (element.get(out)) return reader.FailType("a boolean", element);
  return true;
}

bool ReadInteger(const Element& element, std::int64_t& out, JsonReader& reader) {
  if (element.is_uint64() && !element.is_int64()) {
    out = std::numeric_limits<std::int64_t>::max();
    return true;
  }
  if (element.get(out)) return reader.FailType("an integer", element);
  return true;
}

bool ReadInt(const Element& element, int& out, JsonReader& reader) {
  std::int64_t value = 0;
  if (!ReadInteger(element, value, reader)) return false;
  constexpr std::int64_t kLeast = std::numeric_limits<int>::min();
  constexpr std::int64_t kMost = std::numeric_limits<int>::max();
  out = static_cast<int>(std::clamp(value, kLeast, kMost));
  return true;
}

bool ReadDocument(const Element& element, std::string& out, JsonReader& reader) {
  if (!element.is_object()) return reader.FailType("an object", element);
  out = simdjson::minify(element);
  return true;
}

}  // namespace countersign
