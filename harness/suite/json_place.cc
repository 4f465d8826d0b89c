#include "suite/json_place.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "protocol/base64.h"
#include "protocol/json_reader.h"

namespace countersign {
namespace {

using Element = simdjson::dom::element;

// kLongestQuoted bounds, in octets, what a complaint quotes of a file.
constexpr std::size_t kLongestQuoted = 60;

constexpr std::size_t kUsuallyAsked = 16;  // room for the keys that most readers ask for

// Appends a step to a JSON pointer (RFC 6901).
void AppendStep(std::string_view key, std::string& pointer) {
  pointer += '/';
  if (key.find_first_of("~/") == std::string_view::npos) {
    pointer += key;
    return;
  }
  for (const char c : key) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

JsonPlace Child(const JsonPlace& place, std::string_view key, const Element& element) {
  JsonPlace child{element, place.file, "", place.errors};
  child.pointer.reserve(place.pointer.size() + 1 + key.size());
  child.pointer = place.pointer;
  AppendStep(key, child.pointer);
  return child;
}

std::string FoundType(const char* expected, const Element& element) {
  return std::string("expected ") + expected + ", found " + TypeName(element);
}

// ShapeCheck walks a whole document, its pointer in step, for what no reader would see: keys that
// are given twice, of which a lookup finds the first, and nulls.
class ShapeCheck {
 public:
  explicit ShapeCheck(JsonPlace root) : place_(std::move(root)) { Walk(place_.element); }

 private:
  void Walk(const Element& element) {
    simdjson::dom::object object;
    simdjson::dom::array array;
    if (!element.get(object)) {
      WalkObject(object);
    } else if (!element.get(array)) {
      std::size_t i = 0;
      for (const Element item : array) Step(std::to_string(i++), [&] { Walk(item); });
    } else if (element.is_null()) {
      place_.AddError("expected a value, found null");
    }
  }

  void WalkObject(const simdjson::dom::object& object) {
    std::vector<std::string_view> seen;
    seen.reserve(object.size());
    for (const simdjson::dom::key_value_pair member : object) {
      const bool again = std::find(seen.begin(), seen.end(), member.key) != seen.end();
      seen.push_back(member.key);
      Step(member.key, [&] {
        if (again) place_.AddError("expected once, found again");
        Walk(member.value);
      });
    }
  }

  template <typename Visit>
  void Step(std::string_view key, Visit visit) {
    const std::size_t length = place_.pointer.size();
    AppendStep(key, place_.pointer);
    visit();
    place_.pointer.resize(length);
  }

  JsonPlace place_;
};

// WithoutOctets leaves out what was read last where it may be no text.
std::string WithoutOctets(const std::string& why) {
  const auto beyond_ascii = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  if (std::none_of(why.begin(), why.end(), beyond_ascii)) return why;
  return why.substr(0, why.find("; last read"));
}

// ErrorOnly reads JSON for the place where it stops being any, and keeps nothing else of it.
class ErrorOnly : public nlohmann::json_sax<nlohmann::json> {
 public:
  std::string what;  // empty: it is JSON

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return true; }
  bool key(string_t&) override { return true; }
  bool end_object() override { return true; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(std::size_t, const std::string&,
                   const nlohmann::detail::exception& error) override {
    what = error.what();
    return false;
  }
};

// WhyNoJson tells where a text stops being JSON, which simdjson does not.
std::string WhyNoJson(std::string_view text, simdjson::error_code error) {
  constexpr std::string_view kBeforeThePlace = "parse error at ";
  ErrorOnly read;
  nlohmann::json::sax_parse(text, &read);
  if (read.what.empty()) return simdjson::error_message(error);
  const std::size_t at = read.what.find(kBeforeThePlace);
  if (at != std::string::npos) return WithoutOctets(read.what.substr(at + kBeforeThePlace.size()));
  // "[json.exception.out_of_range.406] number overflow parsing '1e999'"
  return read.what.substr(read.what.find(' ') + 1);
}

// InAscii spells octets beyond ASCII as \xNN.
std::string InAscii(std::string_view octets) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x80) {
      text += c;
    } else {
      text.append("\\x").append(1, kHex[octet >> 4]).append(1, kHex[octet & 15]);
    }
  }
  return text;
}

}  // namespace

void JsonPlace::AddError(std::string expected) const {
  errors->push_back({std::string(file), pointer, std::move(expected)});
}

JsonObject::JsonObject(const JsonPlace& place) : place_(place) {
  simdjson::dom::object object;
  if (place.element.get(object)) {
    place.AddError(FoundType("an object", place.element));
  } else {
    object_ = object;
    asked_.reserve(kUsuallyAsked);
  }
}

std::optional<JsonPlace> JsonObject::Optional(std::string_view key) {
  asked_.push_back(key);
  Element element;
  if (!object_ || object_->at_key(key).get(element)) return std::nullopt;
  return Child(place_, key, element);
}

std::optional<JsonPlace> JsonObject::Required(std::string_view key) {
  std::optional<JsonPlace> found = Optional(key);
  if (!found && object_) Child(place_, key, place_.element).AddError("missing");
  return found;
}

void JsonObject::RefuseOthers() const {
  if (!object_) return;
  for (const simdjson::dom::key_value_pair member : *object_) {
    if (std::find(asked_.begin(), asked_.end(), member.key) != asked_.end()) continue;
    Child(place_, member.key, member.value)
        .AddError("unknown key, expected one of " + Joined(asked_));
  }
}

std::optional<JsonPlace> JsonFile::Parse(std::string_view file, std::string_view text,
                                         LoadErrors& errors) {
  padded_.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  padded_ = text;
  JsonPlace root{Element(), file, "", &errors};
  const simdjson::error_code error =
      parser_.parse(padded_.data(), padded_.size(), false).get(root.element);
  if (error) {
    root.AddError("expected JSON: " + WhyNoJson(text, error));
    return std::nullopt;
  }
  ShapeCheck{root};
  return root;
}

std::optional<std::string_view> Text(const JsonPlace& place) {
  std::string_view text;
  if (place.element.get(text)) {
    place.AddError(FoundType("a string", place.element));
    return std::nullopt;
  }
  if (text.empty()) {
    place.AddError("expected a text, found an empty one");
    return std::nullopt;
  }
  return text;
}

std::optional<std::string> Octets(const JsonPlace& place) {
  std::string_view text;
  if (!place.element.get(text)) return std::string(text);
  if (!place.element.is_object()) {
    place.AddError(FoundType("a string or {\"b64\": …}", place.element));
    return std::nullopt;
  }
  JsonObject object(place);
  const std::optional<JsonPlace> b64 = object.Required("b64");
  object.RefuseOthers();
  if (!b64) return std::nullopt;
  if (b64->element.get(text)) {
    b64->AddError(FoundType("a string", b64->element));
    return std::nullopt;
  }
  std::optional<std::string> octets = DecodeBase64(text);
  if (!octets) b64->AddError("expected padded base64, found " + Quoted(text));
  return octets;
}

std::optional<std::int64_t> Integer(const JsonPlace& place, std::int64_t least, std::int64_t most) {
  std::int64_t number = 0;
  if (!place.element.get(number) && number >= least && number <= most) return number;
  place.AddError("expected an integer from " + std::to_string(least) + " to " +
                 std::to_string(most) + ", found " +
                 (place.element.is_number() ? std::string(simdjson::minify(place.element))
                                            : TypeName(place.element)));
  return std::nullopt;
}

std::vector<JsonPlace> Elements(const JsonPlace& place) {
  std::vector<JsonPlace> elements;
  simdjson::dom::array array;
  if (place.element.get(array)) {
    place.AddError(FoundType("an array", place.element));
    return elements;
  }
  for (const Element element : array) {
    elements.push_back(Child(place, std::to_string(elements.size()), element));
  }
  return elements;
}

std::vector<std::string> Texts(const JsonPlace& place) {
  std::vector<std::string> texts;
  for (const JsonPlace& element : Elements(place)) {
    const std::optional<std::string_view> text = Text(element);
    if (!text) continue;
    if (std::find(texts.begin(), texts.end(), *text) != texts.end()) {
      element.AddError("expected once, found again: " + Quoted(*text));
    }
    texts.emplace_back(*text);
  }
  return texts;
}

std::optional<std::size_t> OneOf(const JsonPlace& place, std::span<const std::string_view> texts) {
  const std::optional<std::string_view> text = Text(place);
  if (!text) return std::nullopt;
  const auto found = std::find(texts.begin(), texts.end(), *text);
  if (found != texts.end()) return static_cast<std::size_t>(found - texts.begin());
  place.AddError("expected " + std::string(texts.size() == 1 ? "" : "one of ") + Joined(texts) +
                 ", found " + Quoted(*text));
  return std::nullopt;
}

std::optional<std::string_view> Sha256Hex(const JsonPlace& place) {
  const std::optional<std::string_view> text = Text(place);
  if (!text) return std::nullopt;
  if (text->size() == 64 && text->find_first_not_of("0123456789abcdef") == std::string_view::npos) {
    return text;
  }
  place.AddError("expected 64 lower-case hex digits, found " + Quoted(*text));
  return std::nullopt;
}

void ReadFormat(JsonObject& object) {
  if (const auto format = object.Required("format")) Integer(*format, 1, 1);
}

std::string Quoted(std::string_view text) {
  if (!simdjson::validate_utf8(text)) return Quoted(InAscii(text));
  if (text.size() <= kLongestQuoted) return '"' + std::string(text) + '"';
  std::size_t end = kLongestQuoted;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return '"' + std::string(text.substr(0, end)) + "…\"";
}

std::string Joined(std::span<const std::string_view> texts) {
  std::string joined;
  for (const std::string_view text : texts) {
    if (!joined.empty()) joined += ", ";
    joined += text;
  }
  return joined;
}

}  // namespace countersign
