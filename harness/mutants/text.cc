// The wrong text conversions that mutants and the mistakes in diagnose/ are made of: other escapes,
// Latin-1, CESU-8, composed accents, and changes to single parameters of a URL.
#include "mutants/text.h"

#include <algorithm>
#include <cctype>
#include <cstddef>

#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

bool IsEscape(std::string_view text, std::size_t at) {
  return text[at] == '%' && at + 2 < text.size() &&
         std::isxdigit(static_cast<unsigned char>(text[at + 1])) != 0 &&
         std::isxdigit(static_cast<unsigned char>(text[at + 2])) != 0;
}

unsigned Byte(char c) { return static_cast<unsigned char>(c); }

void AppendThreeBytes(unsigned code_unit, std::string& out) {
  out += static_cast<char>(0xE0 | code_unit >> 12);
  out += static_cast<char>(0x80 | (code_unit >> 6 & 0x3F));
  out += static_cast<char>(0x80 | (code_unit & 0x3F));
}

// Offset and size of a parameter's raw value in a URL.
std::pair<std::size_t, std::size_t> PlaceOf(std::string_view url, std::string_view name) {
  for (const char before : {'?', '&'}) {
    const std::size_t at = url.find(before + std::string(name) + '=');
    if (at == std::string_view::npos) continue;
    const std::size_t begin = at + name.size() + 2;
    return {begin, std::min(url.find('&', begin), url.size()) - begin};
  }
  return {url.size(), 0};
}

}  // namespace

std::string WithAll(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  while (true) {
    const std::size_t at = text.find(from);
    out += text.substr(0, at);
    if (at == std::string_view::npos) return out;
    out += to;
    text.remove_prefix(at + from.size());
  }
}

std::string LowerCaseEscapes(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (!IsEscape(out, i)) continue;
    for (const std::size_t digit : {i + 1, i + 2}) {
      out[digit] = static_cast<char>(std::tolower(static_cast<unsigned char>(out[digit])));
    }
  }
  return out;
}

std::string EscapesDecoded(std::string_view text, std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (IsEscape(text, i)) {
      const std::string byte = UriDecode(text.substr(i, 3), Plus::kLiteral);
      if (bytes.find(byte) != std::string_view::npos) {
        out += byte;
        i += 2;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

std::string Latin1(std::string_view utf8) {
  std::string out;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const bool is_latin = (Byte(utf8[i]) & 0xFC) == 0xC0 && i + 1 < utf8.size();
    if (!is_latin) {
      out += utf8[i];
      continue;
    }
    out += static_cast<char>((Byte(utf8[i]) & 0x03) << 6 | (Byte(utf8[i + 1]) & 0x3F));
    ++i;
  }
  return out;
}

std::string Utf8OfLatin1(std::string_view latin1) {
  std::string out;
  for (const char c : latin1) {
    if (Byte(c) < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xC0 | Byte(c) >> 6);
      out += static_cast<char>(0x80 | (Byte(c) & 0x3F));
    }
  }
  return out;
}

std::string Cesu8(std::string_view utf8) {
  std::string out;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    if ((Byte(utf8[i]) & 0xF8) != 0xF0 || i + 3 >= utf8.size()) {
      out += utf8[i];
      continue;
    }
    const unsigned code_point = (Byte(utf8[i]) & 0x07) << 18 | (Byte(utf8[i + 1]) & 0x3F) << 12 |
                                (Byte(utf8[i + 2]) & 0x3F) << 6 | (Byte(utf8[i + 3]) & 0x3F);
    const unsigned above = code_point - 0x10000;
    AppendThreeBytes(0xD800 | above >> 10, out);
    AppendThreeBytes(0xDC00 | (above & 0x3FF), out);
    i += 3;
  }
  return out;
}

std::string Composed(std::string_view utf8) {
  std::string out(utf8);
  for (const auto& [decomposed, composed] :
       {std::pair{"e\xCC\x81", "\xC3\xA9"}, std::pair{"i\xCC\x81", "\xC3\xAD"},
        std::pair{"a\xCC\x88", "\xC3\xA4"}, std::pair{"u\xCC\x88", "\xC3\xBC"},
        std::pair{"o\xCC\x88", "\xC3\xB6"}}) {
    out = WithAll(out, decomposed, composed);
  }
  return out;
}

Pairs PairsOf(std::string_view canonical_query) {
  Pairs pairs;
  for (const QueryParameter& parameter : ParseQueryString(canonical_query).parameters) {
    pairs.emplace_back(parameter.raw_name, parameter.raw_value);
  }
  return pairs;
}

std::string Joined(const Pairs& pairs) {
  std::string out;
  for (const auto& [name, value] : pairs) {
    if (!out.empty()) out += '&';
    out += name + '=' + value;
  }
  return out;
}

std::string RawParameter(std::string_view url, std::string_view name) {
  const auto [begin, size] = PlaceOf(url, name);
  return std::string(url.substr(begin, size));
}

void SetRawParameter(std::string& url, std::string_view name, std::string_view raw_value) {
  const auto [begin, size] = PlaceOf(url, name);
  url.replace(begin, size, raw_value);
}

}  // namespace countersign
