#pragma once

#include <string_view>

namespace countersign {

enum class LetterCase { kSensitive, kInsensitive };  // of the letters A to Z

// MatchesWildcards tells whether the pattern matches the whole text: `*` matches any number of
// characters, also none; `?` matches exactly one; everything else matches itself. A character is a
// UTF-8 sequence.
bool MatchesWildcards(std::string_view pattern, std::string_view text, LetterCase letter_case);

// In a pattern these stand for the characters `*` and `?` themselves. UTF-8 has no such bytes.
inline constexpr char kLiteralStar = '\xFE';
inline constexpr char kLiteralQuestionMark = '\xFF';

// SameText compares bytes; kInsensitive ignores the case of A to Z.
bool SameText(std::string_view a, std::string_view b, LetterCase letter_case);

}  // namespace countersign
