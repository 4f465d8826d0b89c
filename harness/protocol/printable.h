#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// How text from outside is printed. All of these return valid UTF-8 that can control neither a
// terminal nor GitHub's runner, which reads commands such as "::error::" from the log of a job.
namespace countersign {

// Cells splits bytes into characters as they are shown. UTF-8 characters stay as they are; control
// characters, invalid bytes and characters that reorder or hide text become escapes (\n, \x1b,
// \u202e), and so does the first character of a command to GitHub's runner.
struct Cell {
  std::string text;     // valid UTF-8, printable
  std::size_t columns;  // on a terminal; a wide character counts as one
  std::size_t offset;   // of its first byte
};
std::vector<Cell> Cells(std::string_view bytes);

// Printable returns the same as one string; PrintableLines does not escape line feeds and tabs.
std::string Printable(std::string_view bytes);
std::string PrintableLines(std::string_view bytes);

// Excerpt returns Printable of the first `most` bytes, and how many there are if that is not all.
std::string Excerpt(std::string_view bytes, std::size_t most = 160);
// LastLines returns PrintableLines of the last `most` bytes, and how many are left out.
std::string LastLines(std::string_view bytes, std::size_t most = std::size_t{4} << 10);

}  // namespace countersign
