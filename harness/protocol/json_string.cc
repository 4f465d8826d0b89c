#include "protocol/json_string.h"

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "protocol/base64.h"

namespace countersign {
namespace {

bool IsHigh(char c) { return static_cast<unsigned char>(c) >= 0x80; }
bool NeedsEscape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// HasSpecial tells whether any of eight octets is high or needs an escape. A borrow out of one
// octet can only come from one that is special itself.
bool HasSpecial(const char* octets) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  std::uint64_t word;
  std::memcpy(&word, octets, sizeof(word));
  const std::uint64_t control = word - kOnes * 0x20;
  const std::uint64_t quote = (word ^ kOnes * '"') - kOnes;
  const std::uint64_t backslash = (word ^ kOnes * '\\') - kOnes;
  return ((word | control | quote | backslash) & kOnes * 0x80) != 0;
}

// NextSpecial returns the index of the first byte at or after `from` that is high or needs an
// escape; the size if no such byte exists.
std::size_t NextSpecial(std::string_view octets, std::size_t from) {
  while (from + 8 <= octets.size() && !HasSpecial(octets.data() + from)) from += 8;
  while (from < octets.size() && !IsHigh(octets[from]) && !NeedsEscape(octets[from])) ++from;
  return from;
}

void AppendEscaped(char c, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default:
      out += "\\u00";
      out += kHex[c >> 4 & 15];
      out += kHex[c & 15];
  }
}

}  // namespace

bool AppendJsonString(std::string_view octets, std::string& out) {
  bool known_text = false;
  const std::size_t start = out.size();
  out += '"';
  std::size_t plain = 0;  // where the octets begin that are yet to be copied as they are
  for (std::size_t at = NextSpecial(octets, 0); at < octets.size(); at = NextSpecial(octets, at)) {
    if (IsHigh(octets[at])) {
      if (!known_text && !simdjson::validate_utf8(octets.data(), octets.size())) {
        out.resize(start);
        out += "{\"b64\":\"";
        AppendBase64(octets, out);
        out += "\"}";
        return false;
      }
      known_text = true;
    } else {
      out += octets.substr(plain, at - plain);
      AppendEscaped(octets[at], out);
      plain = at + 1;
    }
    ++at;
  }
  out += octets.substr(plain);
  out += '"';
  return true;
}

}  // namespace countersign
