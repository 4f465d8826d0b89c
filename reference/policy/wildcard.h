#pragma once

#include <string_view>

namespace countersign {

enum class LetterCase { kSensitive, kInsensitive };  // of the letters A to Z

// MatchesWildcards tells whether the whole text is what the pattern says: `*` stands for any
// characters, none included, `?` for exactly one, all else for itself. A character is a UTF-8
// sequence.
bool MatchesWildcards(std::string_view pattern, std::string_view text, LetterCase letter_case);

// SameText compares octets, or letters A to Z of either case.
bool SameText(std::string_view a, std::string_view b, LetterCase letter_case);

}  // namespace countersign
