#include "policy/wildcard.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <utility>

namespace countersign {
namespace {

using Pairs = std::initializer_list<std::pair<std::string_view, std::string_view>>;

void ExpectMatches(Pairs all) {
  for (const auto& [pattern, text] : all) {
    EXPECT_TRUE(MatchesWildcards(pattern, text, LetterCase::kSensitive)) << pattern << " " << text;
  }
}

void ExpectNoMatch(Pairs all) {
  for (const auto& [pattern, text] : all) {
    EXPECT_FALSE(MatchesWildcards(pattern, text, LetterCase::kSensitive)) << pattern << " " << text;
  }
}

TEST(Wildcard, APatternWithoutAnyIsTheTextItself) {
  ExpectMatches({{"", ""}, {"abc", "abc"}});
  ExpectNoMatch({{"abc", "abcd"}, {"abc", "ab"}, {"", "a"}});
}

TEST(Wildcard, AStarTakesAnyCharactersAndNone) {
  ExpectMatches({{"*", ""}, {"a*", "a"}, {"a*", "a/b/c"}, {"*.txt", "a/b.txt"}});
  ExpectNoMatch({{"*.txt", "b.txt.exe"}, {"a*", "ba"}});
}

TEST(Wildcard, SeveralStarsGoBackForMore) {
  ExpectMatches({{"*a*b", "aabab"}, {"a*b*c", "abcbc"}, {"a**", "a"}});
  ExpectNoMatch({{"a*b*c", "acb"}, {"a*a*a*a*a*a*a*a*b", std::string(2000, 'a')}});
}

TEST(Wildcard, AQuestionMarkTakesExactlyOneCharacter) {
  ExpectMatches({{"?", "a"}, {"?", "\u00E9"}, {"a?c*", "a\u20ACcd"}});
  ExpectNoMatch({{"?", ""}, {"?", "ab"}, {"??", "\u20AC"}});
}

TEST(Wildcard, FoldsLettersOnlyWhereTold) {
  ExpectNoMatch({{"S3:Get*", "s3:GetObject"}});
  EXPECT_TRUE(MatchesWildcards("S3:get*", "s3:GetObject", LetterCase::kInsensitive));
  EXPECT_FALSE(MatchesWildcards("[", "{", LetterCase::kInsensitive));
}

TEST(Wildcard, ComparesWholeTexts) {
  EXPECT_TRUE(SameText("Ab", "Ab", LetterCase::kSensitive));
  EXPECT_FALSE(SameText("Ab", "ab", LetterCase::kSensitive));
  EXPECT_TRUE(SameText("Ab", "aB", LetterCase::kInsensitive));
  EXPECT_FALSE(SameText("Ab", "abc", LetterCase::kInsensitive));
  EXPECT_FALSE(SameText("*", "a", LetterCase::kInsensitive));
}

}  // namespace
}  // namespace countersign
