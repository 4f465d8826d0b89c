#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace countersign {

// Cells splits bytes into characters as they are shown. UTF-8 characters stay as they are; control
// characters, invalid bytes and characters that reorder or hide text become escapes (\n, \x1b,
// \u202e). The result is valid UTF-8 and cannot control a terminal.
struct Cell {
  std::string text;     // valid UTF-8, printable
  std::size_t columns;  // on a terminal; a wide character counts as one
  std::size_t offset;   // of its first byte
};
std::vector<Cell> Cells(std::string_view bytes);

// Printable returns the same as one string; PrintableLines does not escape line feeds and tabs.
std::string Printable(std::string_view bytes);
std::string PrintableLines(std::string_view bytes);

// Lines splits text at line feeds; a last empty line is dropped.
std::vector<std::string_view> Lines(std::string_view text);

// JsonText returns PrintableLines(bytes) as a JSON string, which is also a double-quoted YAML
// scalar.
std::string JsonText(std::string_view bytes);

}  // namespace countersign
