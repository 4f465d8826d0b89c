#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace countersign::fuzz {

// TakeLine removes the first line from `rest` and returns it without its LF. The parts of an input
// are lines of text, so that people can read seeds and engines can splice them.
inline std::string_view TakeLine(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  return line;
}

// PieceLength is the number of bytes in a stream's piece number `piece`: 1 to 256, from the bytes
// of `lengths`, used in turn. If `lengths` is empty, everything arrives at once.
inline std::size_t PieceLength(std::string_view lengths, std::size_t piece) {
  if (lengths.empty()) return std::string_view::npos;
  return static_cast<unsigned char>(lengths[piece % lengths.size()]) + std::size_t{1};
}

// IsWithin tells whether a view points into another one.
inline bool IsWithin(std::string_view part, std::string_view whole) {
  return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

}  // namespace countersign::fuzz
