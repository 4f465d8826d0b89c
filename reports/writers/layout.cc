#include "writers/layout.h"

#include <algorithm>

#include "writers/text.h"

namespace countersign {

std::size_t Columns(std::string_view text) {
  // Every byte but the continuation bytes of UTF-8.
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::string Clipped(std::string_view text, std::size_t columns) {
  if (Columns(text) <= columns) return std::string(text);
  std::size_t end = 0;
  std::size_t taken = 0;
  while (end < text.size()) {
    std::size_t next = end + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80) ++next;
    if (taken + 1 >= columns) break;
    ++taken;
    end = next;
  }
  return std::string(text.substr(0, end)) + "…";
}

std::string Wrapped(std::string_view first, std::string_view text, std::size_t most) {
  const std::string indent(Columns(first), ' ');
  const std::size_t width = kColumns > indent.size() ? kColumns - indent.size() : 1;
  std::string out;
  for (std::size_t line = 1; line == 1 || !text.empty(); ++line) {
    const bool last = line == most;
    std::string_view taken = text;
    if (!last && Columns(text) > width) {
      std::size_t end = 0;
      for (std::size_t at = text.find(' '); at != std::string_view::npos;
           at = text.find(' ', at + 1)) {
        if (Columns(text.substr(0, at)) > width) break;
        end = at;
      }
      // A word that is longer than a line stays whole, so that it can be copied.
      if (end == 0) end = std::min(text.find(' '), text.size());
      taken = text.substr(0, end);
    }
    text.remove_prefix(std::min(taken.size() + 1, text.size()));
    out += line == 1 ? std::string(first) : indent;
    out += (last ? Clipped(taken, width) : std::string(taken)) + "\n";
  }
  return out;
}

std::size_t LinesTaken(std::string_view text) {
  std::size_t taken = 0;
  for (const std::string_view line : Lines(text)) {
    taken += std::max<std::size_t>(1, (Columns(line) + kColumns - 1) / kColumns);
  }
  return taken;
}

}  // namespace countersign
