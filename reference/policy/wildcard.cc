#include "policy/wildcard.h"

#include <algorithm>
#include <cstddef>

namespace countersign {
namespace {

char Folded(char c, LetterCase letter_case) {
  const bool folds = letter_case == LetterCase::kInsensitive && c >= 'A' && c <= 'Z';
  return folds ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool SameOctet(char a, char b, LetterCase letter_case) {
  return Folded(a, letter_case) == Folded(b, letter_case);
}

// IsCharacter tells whether an octet of the pattern that is no wildcard stands for one of the text.
bool IsCharacter(char pattern, char text, LetterCase letter_case) {
  if (pattern == kLiteralStar) return text == '*';
  if (pattern == kLiteralQuestionMark) return text == '?';
  return SameOctet(pattern, text, letter_case);
}

// AfterCharacter returns the end of the character that begins at `at`.
std::size_t AfterCharacter(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return at;
}

}  // namespace

bool MatchesWildcards(std::string_view pattern, std::string_view text, LetterCase letter_case) {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t p = 0;
  std::size_t t = 0;
  // The last star, and where the text begins that it does not match yet. If the rest does not
  // match, the star matches one character more.
  std::size_t star = kNone;
  std::size_t rest = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      rest = t;
    } else if (p < pattern.size() && pattern[p] == '?') {
      ++p;
      t = AfterCharacter(text, t);
    } else if (p < pattern.size() && IsCharacter(pattern[p], text[t], letter_case)) {
      ++p;
      ++t;
    } else if (star != kNone) {
      p = star + 1;
      t = rest = AfterCharacter(text, rest);
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == kNone;
}

bool SameText(std::string_view a, std::string_view b, LetterCase letter_case) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [letter_case](char x, char y) { return SameOctet(x, y, letter_case); });
}

}  // namespace countersign
