#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace countersign {

// Cells cuts octets into what is shown of them, one piece a character: UTF-8 characters as they
// are; control characters, invalid octets and characters that reorder or hide text as escapes
// (\n, \x1b, \u202e). No piece can do anything to a terminal or break a document's encoding.
struct Cell {
  std::string text;     // valid UTF-8, printable
  std::size_t columns;  // on a terminal; wide characters count as one
  std::size_t offset;   // of its first octet
};
std::vector<Cell> Cells(std::string_view octets);

// Printable is the same as one text; PrintableLines leaves line feeds and tabs as they are.
std::string Printable(std::string_view octets);
std::string PrintableLines(std::string_view octets);

// Lines splits text at line feeds; a last empty line is dropped.
std::vector<std::string_view> Lines(std::string_view text);

// JsonText is text as a JSON string, which is also a double-quoted YAML scalar. Octets that are no
// UTF-8 are shown as escapes first.
std::string JsonText(std::string_view octets);

}  // namespace countersign
