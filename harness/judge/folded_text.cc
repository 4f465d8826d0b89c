#include "judge/folded_text.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace countersign {
namespace {

// More than any server's logs and pages put around each other.
constexpr int kMostLayers = 5;
// A longer escape is not one: "&#x00000000041;"
constexpr std::size_t kMostDigits = 12;

// What an escape says, and how many bytes it has.
struct Escape {
  std::uint32_t character = 0;
  std::size_t length = 0;
};

int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

// Some digits at the beginning of `text`; at most `most`.
Escape ReadDigits(std::string_view text, int base, std::size_t most) {
  Escape read;
  while (read.length < std::min(text.size(), most) && DigitOf(text[read.length]) < base) {
    read.character = read.character * static_cast<std::uint32_t>(base) +
                     static_cast<std::uint32_t>(DigitOf(text[read.length++]));
  }
  return read;
}

// `lead` bytes and exactly `count` hexadecimal digits.
std::optional<Escape> HexEscape(std::string_view text, std::size_t lead, std::size_t count) {
  const Escape digits = ReadDigits(text.substr(lead), 16, count);
  if (digits.length != count) return std::nullopt;
  return Escape{digits.character, lead + count};
}

std::optional<Escape> CharacterReference(std::string_view text) {
  for (const auto& [name, character] : {std::pair<std::string_view, char>{"&amp;", '&'},
                                        {"&plus;", '+'},
                                        {"&sol;", '/'},
                                        {"&equals;", '='},
                                        {"&percnt;", '%'},
                                        {"&bsol;", '\\'},
                                        {"&num;", '#'}}) {
    if (text.starts_with(name)) return Escape{static_cast<std::uint32_t>(character), name.size()};
  }
  if (!text.starts_with("&#")) return std::nullopt;
  const bool hex = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
  const std::size_t lead = hex ? 3 : 2;
  const Escape digits = ReadDigits(text.substr(lead), hex ? 16 : 10, kMostDigits);
  if (digits.length == 0) return std::nullopt;
  const std::size_t end = lead + digits.length;
  return Escape{digits.character, end + (end < text.size() && text[end] == ';' ? 1 : 0)};
}

std::optional<Escape> ReadEscape(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  if (text[0] == '%') return HexEscape(text, 1, 2);
  if (text[0] == '&') return CharacterReference(text);
  if (text[0] != '\\') return std::nullopt;
  if (text[1] == 'u') return HexEscape(text, 2, 4);
  if (text[1] == 'x') return HexEscape(text, 2, 2);
  if (text[1] == 'n' || text[1] == 'r' || text[1] == 't') return Escape{' ', 2};
  return std::nullopt;
}

// Unescape reads one layer of escapes in place, and says whether there was any.
bool Unescape(std::string& text, std::vector<FoldedText::Place>& places) {
  bool any = false;
  std::size_t to = 0;
  for (std::size_t at = 0; at < text.size(); ++to) {
    const auto escape = ReadEscape(std::string_view(text).substr(at));
    const std::size_t next = at + (escape ? escape->length : 1);
    const FoldedText::Place place = {places[at].begin, places[next - 1].end};
    text[to] = !escape                   ? text[at]
               : escape->character < 128 ? static_cast<char>(escape->character)
                                         : ' ';
    places[to] = place;
    any = any || escape.has_value();
    at = next;
  }
  text.resize(to);
  places.resize(to);
  return any;
}

}  // namespace

FoldedText::FoldedText(std::string_view text) : letters(text) {
  for (std::size_t at = 0; at < text.size(); ++at) places.push_back({at, at + 1});
  for (int layer = 0; layer < kMostLayers && Unescape(letters, places); ++layer) {
  }
  std::size_t to = 0;
  for (std::size_t at = 0; at < letters.size(); ++at) {
    const char c = letters[at];
    const bool upper = c >= 'A' && c <= 'Z';
    if (!upper && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) continue;
    letters[to] = upper ? static_cast<char>(c + ('a' - 'A')) : c;
    places[to++] = places[at];
  }
  letters.resize(to);
  places.resize(to);
}

}  // namespace countersign
