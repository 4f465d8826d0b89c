// The text of XML elements, in both directions. Our own S3 server writes error documents with it;
// the client of live servers and `explain`, to which users paste such documents, read them with it.
#include "s3_http/xml_text.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

constexpr std::array<std::pair<std::string_view, char>, 5> kEntities = {
    {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}}};

// The number of bytes of the UTF-8 sequence at the front; 0 if there are only other bytes.
std::size_t SequenceSize(std::string_view text) {
  for (std::size_t size = 1; size <= 4 && size <= text.size(); ++size) {
    if (IsUtf8(text.substr(0, size))) return size;
  }
  return 0;
}

// XML 1.0 does not allow these, not even escaped.
bool IsForbidden(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence[0]);
  if (first < 0x20) return first != '\t' && first != '\n' && first != '\r';
  return sequence == "\xEF\xBF\xBE" || sequence == "\xEF\xBF\xBF";
}

// How a character is written in the text of an element.
std::string_view Escaped(std::string_view character) {
  if (character == "&") return "&amp;";
  if (character == "<") return "&lt;";
  if (character == ">") return "&gt;";
  if (character == "\r") return "&#13;";  // a parser would turn it into a line feed
  return character;
}

bool AppendUtf8(std::uint32_t point, std::string& out) {
  if (point == 0 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
  if (point < 0x80) {
    out += static_cast<char>(point);
    return true;
  }
  const int tail = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  constexpr std::array<std::uint32_t, 4> kLead = {0, 0xc0, 0xe0, 0xf0};
  out += static_cast<char>(kLead[static_cast<std::size_t>(tail)] | point >> (6 * tail));
  for (int i = tail - 1; i >= 0; --i) out += static_cast<char>(0x80 | (point >> (6 * i) & 0x3f));
  return true;
}

}  // namespace

void AppendXmlText(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const std::size_t size = SequenceSize(text);
    const std::string_view sequence = text.substr(0, size == 0 ? 1 : size);
    out += size == 0 || IsForbidden(sequence) ? kReplacement : Escaped(sequence);
    text.remove_prefix(sequence.size());
  }
}

bool AppendXmlReference(std::string_view name, std::string& out) {
  for (const auto& [entity, character] : kEntities) {
    if (entity != name) continue;
    out += character;
    return true;
  }
  if (!name.starts_with('#')) return false;
  const bool hex = name.starts_with("#x");
  const std::string_view digits = name.substr(hex ? 2 : 1);
  std::uint32_t point = 0;
  const char* last = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(digits.data(), last, point, hex ? 16 : 10);
  return error == std::errc() && end == last && AppendUtf8(point, out);
}

}  // namespace countersign
