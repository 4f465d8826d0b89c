#include "explain/server_answer.h"

#include <array>
#include <utility>

namespace countersign {
namespace {

void AppendUtf8(unsigned long point, std::string& out) {
  const auto add = [&out](unsigned long octet) { out += static_cast<char>(octet); };
  if (point < 0x80) {
    add(point);
  } else if (point < 0x800) {
    add(0xC0 | (point >> 6));
    add(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    add(0xE0 | (point >> 12));
    add(0x80 | ((point >> 6) & 0x3F));
    add(0x80 | (point & 0x3F));
  } else {
    add(0xF0 | ((point >> 18) & 0x07));
    add(0x80 | ((point >> 12) & 0x3F));
    add(0x80 | ((point >> 6) & 0x3F));
    add(0x80 | (point & 0x3F));
  }
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The code point of `#38` or `#x26`; nothing where it is none.
std::optional<unsigned long> CodePoint(std::string_view entity) {
  if (entity.size() < 2 || entity.size() > 8 || entity[0] != '#') return std::nullopt;
  const bool hex = entity[1] == 'x';
  unsigned long point = 0;
  for (const char c : entity.substr(hex ? 2 : 1)) {
    const int digit = HexDigit(c);
    if (digit < 0 || (!hex && digit > 9)) return std::nullopt;
    point = point * (hex ? 16 : 10) + static_cast<unsigned long>(digit);
  }
  return point <= 0x10FFFF ? std::optional(point) : std::nullopt;
}

std::string Unescaped(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, char>, 5> kEntities = {
      {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\r') {  // XML's line end is a line feed
      if (at + 1 == text.size() || text[at + 1] != '\n') out += '\n';
      continue;
    }
    const std::size_t end = text[at] == '&' ? text.find(';', at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += text[at];
      continue;
    }
    const std::string_view entity = text.substr(at + 1, end - at - 1);
    bool known = false;
    for (const auto& [name, octet] : kEntities) {
      if (entity != name) continue;
      out += octet;
      known = true;
    }
    if (const auto point = CodePoint(entity)) {
      AppendUtf8(*point, out);
      known = true;
    }
    if (known) {
      at = end;
    } else {
      out += '&';
    }
  }
  return out;
}

std::optional<std::string> Element(std::string_view xml, const std::string& name) {
  const std::string open = "<" + name + ">";
  const std::size_t at = xml.find(open);
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t begin = at + open.size();
  const std::size_t end = xml.find("</" + name + ">", begin);
  if (end == std::string_view::npos) return std::nullopt;
  return Unescaped(xml.substr(begin, end - begin));
}

// "41 57 53" as octets; nothing where it is something else.
std::optional<std::string> OctetsOf(const std::optional<std::string>& hex) {
  if (!hex) return std::nullopt;
  std::string out;
  int high = -1;
  for (const char c : *hex) {
    if (c == ' ' || c == '\n') continue;
    const int digit = HexDigit(c);
    if (digit < 0) return std::nullopt;
    if (high < 0) {
      high = digit;
    } else {
      out += static_cast<char>(high * 16 + digit);
      high = -1;
    }
  }
  return high < 0 && !out.empty() ? std::optional(out) : std::nullopt;
}

std::optional<std::string> Exact(std::string_view xml, const std::string& name) {
  auto octets = OctetsOf(Element(xml, name + "Bytes"));
  return octets ? octets : Element(xml, name);
}

}  // namespace

ServerAnswer ReadServerAnswer(std::string_view xml) {
  return {Element(xml, "Code"), Element(xml, "Message"), Exact(xml, "CanonicalRequest"),
          Exact(xml, "StringToSign"), Element(xml, "SignatureProvided")};
}

}  // namespace countersign
