#include "sigv4/percent_encoding.h"

#include <array>
#include <cstddef>

namespace countersign {
namespace {

constexpr std::array<bool, 256> UnreservedOctets() {
  std::array<bool, 256> unreserved{};
  for (int c = 'A'; c <= 'Z'; ++c) unreserved[c] = true;
  for (int c = 'a'; c <= 'z'; ++c) unreserved[c] = true;
  for (int c = '0'; c <= '9'; ++c) unreserved[c] = true;
  for (char c : {'-', '.', '_', '~'}) unreserved[static_cast<unsigned char>(c)] = true;
  return unreserved;
}

constexpr std::array<bool, 256> kUnreserved = UnreservedOctets();

// UnreservedEnd returns where the run of unreserved octets that begins at `from` ends.
std::size_t UnreservedEnd(std::string_view text, std::size_t from) {
  while (from < text.size() && kUnreserved[static_cast<unsigned char>(text[from])]) ++from;
  return from;
}

// AppendEscaped appends an octet that is not unreserved.
void AppendEscaped(char octet, Slash slash, std::string& out) {
  constexpr char kHex[] = "0123456789ABCDEF";
  if (octet == '/' && slash == Slash::kKeep) {
    out.push_back('/');
    return;
  }
  const auto value = static_cast<unsigned char>(octet);
  const char escape[] = {'%', kHex[value >> 4], kHex[value & 15]};
  out.append(escape, sizeof escape);
}

constexpr std::array<signed char, 256> HexValues() {
  std::array<signed char, 256> values{};
  values.fill(-1);
  for (int c = '0'; c <= '9'; ++c) values[c] = static_cast<signed char>(c - '0');
  for (int c = 'A'; c <= 'F'; ++c) values[c] = static_cast<signed char>(c - 'A' + 10);
  for (int c = 'a'; c <= 'f'; ++c) values[c] = static_cast<signed char>(c - 'a' + 10);
  return values;
}

constexpr std::array<signed char, 256> kHexValues = HexValues();

// HexValue returns 0 to 15, or -1.
int HexValue(char c) { return kHexValues[static_cast<unsigned char>(c)]; }

bool IsEscape(std::string_view text, std::size_t at) {
  return text[at] == '%' && text.size() - at > 2 && HexValue(text[at + 1]) >= 0 &&
         HexValue(text[at + 2]) >= 0;
}

// Decoded is one octet and how much text spelled it: 3 for an escape, else 1.
struct Decoded {
  char octet;
  std::size_t width;
};

Decoded DecodeAt(std::string_view text, std::size_t at, Plus plus) {
  if (IsEscape(text, at)) {
    return {static_cast<char>(HexValue(text[at + 1]) * 16 + HexValue(text[at + 2])), 3};
  }
  //= query/space
  //= path/plus-is-plus
  if (text[at] == '+' && plus == Plus::kSpace) return {' ', 1};
  return {text[at], 1};
}

// SequenceLength returns how many octets the UTF-8 sequence at the front has; 0 where ill-formed.
// The ranges are those of the Unicode Standard, table 3-7.
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
    const unsigned high = lead == 0xF4 ? 0x8F : 0xBF;  // nothing past U+10FFFF
    return in(at(1), low, high) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

void AppendUriEncoded(std::string_view octets, Slash slash, std::string& out) {
  for (std::size_t i = 0; i < octets.size(); ++i) {
    const std::size_t end = UnreservedEnd(octets, i);
    out.append(octets, i, end - i);
    if (end < octets.size()) AppendEscaped(octets[end], slash, out);
    i = end;
  }
}

std::string UriEncode(std::string_view octets, Slash slash) {
  std::string out;
  out.reserve(octets.size());
  AppendUriEncoded(octets, slash, out);
  return out;
}

void AppendUriDecoded(std::string_view text, Plus plus, std::string& out) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = UnreservedEnd(text, i);
    out.append(text, i, end - i);
    i = end;
    if (i == text.size()) return;
    const Decoded decoded = DecodeAt(text, i, plus);
    out.push_back(decoded.octet);
    i += decoded.width;
  }
}

std::string UriDecode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  AppendUriDecoded(text, plus, out);
  return out;
}

void AppendReencoded(std::string_view text, Plus plus, Slash slash, std::string& out) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = UnreservedEnd(text, i);
    out.append(text, i, end - i);
    i = end;
    if (i == text.size()) return;
    const Decoded decoded = DecodeAt(text, i, plus);
    if (kUnreserved[static_cast<unsigned char>(decoded.octet)]) {
      out.push_back(decoded.octet);
    } else {
      AppendEscaped(decoded.octet, slash, out);
    }
    i += decoded.width;
  }
}

bool DecodesTo(std::string_view text, Plus plus, std::string_view octets) {
  // A text is as long as what it stands for, and longer by two for each escape.
  if (text.size() < octets.size() || (text.size() - octets.size()) % 2 != 0) return false;
  std::size_t i = 0;
  for (const char octet : octets) {
    if (i >= text.size()) return false;
    const Decoded decoded = DecodeAt(text, i, plus);
    if (decoded.octet != octet) return false;
    i += decoded.width;
  }
  return i == text.size();
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
