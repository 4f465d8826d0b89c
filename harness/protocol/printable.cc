// Makes text from outside (adapters, servers, vectors, names of files) safe to print: it may
// contain escape sequences of terminals, commands of GitHub's runner, invisible characters, and
// bytes that are not valid UTF-8. Every writer of reports and every command prints such text
// through this.
#include "protocol/printable.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace countersign {
namespace {

// A decoded character; length 0 if the bytes are not valid UTF-8.
struct Character {
  std::uint32_t code_point = 0;
  std::size_t length = 0;
};

Character Decode(std::string_view bytes) {
  const auto lead = static_cast<unsigned char>(bytes[0]);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || bytes.size() < length) return {};
  std::uint32_t code_point = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(bytes[i]);
    if ((next & 0xC0) != 0x80) return {};
    code_point = code_point << 6 | (next & 0x3Fu);
  }
  constexpr std::array<std::uint32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < kSmallest[length] || code_point > 0x10FFFF || surrogate) return {};
  return {code_point, length};
}

// Characters that are invisible, that reorder others, or that XML does not allow.
bool IsHidden(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xAD || c == 0x61C ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE ||
         (c >= 0xFDD0 && c <= 0xFDEF) || (c >= 0xFFF9 && c <= 0xFFFB) ||
         (c >= 0xE0000 && c <= 0xE007F);
}

std::string Escape(std::uint32_t code_point) {
  switch (code_point) {
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: break;
  }
  std::array<char, 16> text{};
  const char* form = code_point < 0x80 ? "\\x%02x" : code_point < 0x10000 ? "\\u%04x" : "\\U%08x";
  std::snprintf(text.data(), text.size(), form, static_cast<unsigned>(code_point));
  return text.data();
}

// White space that GitHub's runner skips at the start of a line and that is not escaped here.
constexpr std::array<std::string_view, 19> kSpaces = {" ",
                                                      "\t",
                                                      "\xc2\xa0",
                                                      "\xe1\x9a\x80",
                                                      "\xe2\x80\x80",
                                                      "\xe2\x80\x81",
                                                      "\xe2\x80\x82",
                                                      "\xe2\x80\x83",
                                                      "\xe2\x80\x84",
                                                      "\xe2\x80\x85",
                                                      "\xe2\x80\x86",
                                                      "\xe2\x80\x87",
                                                      "\xe2\x80\x88",
                                                      "\xe2\x80\x89",
                                                      "\xe2\x80\x8a",
                                                      "\xe2\x80\xaf",
                                                      "\xe2\x81\x9f",
                                                      "\xe3\x80\x80",
                                                      "\r"};

bool StartsLine(std::string_view before) {
  while (!before.empty() && before.back() != '\n') {
    const auto space = std::find_if(kSpaces.begin(), kSpaces.end(), [before](std::string_view one) {
      return before.ends_with(one);
    });
    if (space == kSpaces.end()) return false;
    before.remove_suffix(space->size());
  }
  return true;
}

// GitHub's runner obeys "::" at the start of a line and "##[" anywhere in it (actions/runner,
// ActionCommand.cs). Escaping the first character of either is enough.
bool StartsCommand(std::string_view bytes, std::size_t offset) {
  if (bytes[offset] == '#') return bytes.substr(offset, 3) == "##[";
  return bytes[offset] == ':' && bytes.substr(offset, 2) == "::" &&
         StartsLine(bytes.substr(0, offset));
}

std::string EscapedByte(char byte) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "\\x%02x", static_cast<unsigned char>(byte));
  return text.data();
}

Cell CellAt(std::string_view bytes, std::size_t offset, std::size_t& length) {
  length = 1;
  if (StartsCommand(bytes, offset)) return {EscapedByte(bytes[offset]), 4, offset};
  const Character character = Decode(bytes.substr(offset));
  if (character.length == 0) return {EscapedByte(bytes[offset]), 4, offset};
  length = character.length;
  if (!IsHidden(character.code_point))
    return {std::string(bytes.substr(offset, length)), 1, offset};
  std::string escaped = Escape(character.code_point);
  const std::size_t columns = escaped.size();
  return {std::move(escaped), columns, offset};
}

// EscapeHidden escapes hidden characters and bytes that are not valid UTF-8, except characters in
// `kept`.
std::string EscapeHidden(std::string_view bytes, std::string_view kept) {
  const auto shows_itself = [kept](char c) {
    return (c >= 0x20 && c < 0x7F) || kept.find(c) != std::string_view::npos;
  };
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t end = at;
    while (end < bytes.size() && shows_itself(bytes[end]) && !StartsCommand(bytes, end)) ++end;
    text.append(bytes, at, end - at);
    at = end;
    if (at == bytes.size()) break;
    std::size_t length = 0;
    text += CellAt(bytes, at, length).text;
    at += length;
  }
  return text;
}

}  // namespace

std::vector<Cell> Cells(std::string_view bytes) {
  std::vector<Cell> cells;
  cells.reserve(bytes.size());
  std::size_t length = 0;
  for (std::size_t offset = 0; offset < bytes.size(); offset += length) {
    cells.push_back(CellAt(bytes, offset, length));
  }
  return cells;
}

std::string Printable(std::string_view bytes) { return EscapeHidden(bytes, ""); }

std::string PrintableLines(std::string_view bytes) { return EscapeHidden(bytes, "\n\t"); }

std::string Excerpt(std::string_view bytes, std::size_t most) {
  if (bytes.size() <= most) return Printable(bytes);
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(bytes[end]) & 0xC0) == 0x80) --end;
  return Printable(bytes.substr(0, end)) + "... (" + std::to_string(bytes.size()) + " bytes)";
}

std::string LastLines(std::string_view bytes, std::size_t most) {
  if (bytes.size() <= most) return PrintableLines(bytes);
  const std::string cut = "... (" + std::to_string(bytes.size() - most) + " bytes before)\n";
  return cut + PrintableLines(bytes.substr(bytes.size() - most));
}

}  // namespace countersign
