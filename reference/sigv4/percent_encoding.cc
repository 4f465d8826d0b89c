// Percent-encoding and decoding of paths and query strings (RFC 3986) with AWS's choice of
// characters. Every canonical form is built from UriEncode and UriDecode; verify.cc checks escapes
// and UTF-8 with the other two.

#include "sigv4/percent_encoding.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace countersign {
namespace {

// kUnreserved tells of each octet whether RFC 3986, section 2.3, calls it unreserved.
constexpr std::array<bool, 256> kUnreserved = [] {
  std::array<bool, 256> unreserved{};
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "abcdefghijklmnopqrstuvwxyz0123456789-._~")) {
    unreserved[static_cast<unsigned char>(c)] = true;
  }
  return unreserved;
}();

bool IsUnreserved(char c) { return kUnreserved[static_cast<unsigned char>(c)]; }

// HexValue returns 0 to 15, or -1 if c is not a hex digit.
int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// IsEscape tells whether an escape, %XX, begins at text[at].
bool IsEscape(std::string_view text, std::size_t at) {
  return text[at] == '%' && text.size() - at > 2 && HexValue(text[at + 1]) >= 0 &&
         HexValue(text[at + 2]) >= 0;
}

// SequenceLength returns the number of octets in the UTF-8 sequence at the front; 0 if it is
// ill-formed. The ranges are those of the Unicode Standard, table 3-7.
std::size_t SequenceLength(std::string_view octets) {
  const auto at = [&](std::size_t i) {
    return i < octets.size() ? static_cast<unsigned char>(octets[i]) : 0U;
  };
  const auto in = [](unsigned value, unsigned low, unsigned high) {
    return low <= value && value <= high;
  };
  const auto continues = [&](std::size_t i) { return in(at(i), 0x80, 0xBF); };

  const unsigned lead = at(0);
  if (lead < 0x80) return 1;
  if (in(lead, 0xC2, 0xDF)) return continues(1) ? 2 : 0;
  if (in(lead, 0xE0, 0xEF)) {
    const unsigned low = lead == 0xE0 ? 0xA0 : 0x80;   // no overlong forms
    const unsigned high = lead == 0xED ? 0x9F : 0xBF;  // no surrogates
    return in(at(1), low, high) && continues(2) ? 3 : 0;
  }
  if (in(lead, 0xF0, 0xF4)) {
    const unsigned low = lead == 0xF0 ? 0x90 : 0x80;   // no overlong forms
    const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;  // nothing above U+10FFFF
    return in(at(1), low, high) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::string UriEncode(std::string_view octets, Slash slash) {
  constexpr char kHex[] = "0123456789ABCDEF";
  const auto stays = [slash](char octet) {
    return IsUnreserved(octet) || (octet == '/' && slash == Slash::kKeep);
  };
  std::string text;
  text.reserve(octets.size());
  while (true) {
    const auto end = std::find_if_not(octets.begin(), octets.end(), stays);
    text.append(octets.begin(), end);
    if (end == octets.end()) return text;
    const auto value = static_cast<unsigned char>(*end);
    text += {'%', kHex[value / 16], kHex[value % 16]};
    octets = {end + 1, octets.end()};
  }
}

std::string UriDecode(std::string_view text, Plus plus) {
  // Most texts have nothing to decode.
  if (text.find('%') == text.npos && text.find('+') == text.npos) return std::string(text);
  std::string octets;
  octets.reserve(text.size());
  while (true) {
    const auto end =
        std::find_if(text.begin(), text.end(), [](char c) { return c == '%' || c == '+'; });
    octets.append(text.begin(), end);
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
    if (text.empty()) return octets;
    if (IsEscape(text, 0)) {
      octets += static_cast<char>(HexValue(text[1]) * 16 + HexValue(text[2]));
      text.remove_prefix(3);
      continue;
    }
    //= query/space
    octets += text[0] == '+' && plus == Plus::kSpace ? ' ' : text[0];
    text.remove_prefix(1);
  }
}

bool HasMalformedEscape(std::string_view text) {
  for (std::size_t i = text.find('%'); i != std::string_view::npos; i = text.find('%', i + 1)) {
    if (!IsEscape(text, i)) return true;
  }
  return false;
}

bool IsUtf8(std::string_view octets) {
  while (!octets.empty()) {
    const std::size_t length = SequenceLength(octets);
    if (length == 0) return false;
    octets.remove_prefix(length);
  }
  return true;
}

}  // namespace countersign
