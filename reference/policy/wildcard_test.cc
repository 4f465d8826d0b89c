#include "policy/wildcard.h"

#include <gtest/gtest.h>

#include <string>

namespace countersign {
namespace {

bool Matches(std::string_view pattern, std::string_view text) {
  return MatchesWildcards(pattern, text, LetterCase::kSensitive);
}

TEST(Wildcard, APatternWithoutAnyIsTheTextItself) {
  EXPECT_TRUE(Matches("", ""));
  EXPECT_TRUE(Matches("abc", "abc"));
  EXPECT_FALSE(Matches("abc", "abcd"));
  EXPECT_FALSE(Matches("abc", "ab"));
  EXPECT_FALSE(Matches("", "a"));
}

TEST(Wildcard, AStarTakesAnyCharactersAndNone) {
  EXPECT_TRUE(Matches("*", ""));
  EXPECT_TRUE(Matches("a*", "a"));
  EXPECT_TRUE(Matches("a*", "a/b/c"));
  EXPECT_TRUE(Matches("*.txt", "a/b.txt"));
  EXPECT_FALSE(Matches("*.txt", "b.txt.exe"));
  EXPECT_FALSE(Matches("a*", "ba"));
}

TEST(Wildcard, SeveralStarsGoBackForMore) {
  EXPECT_TRUE(Matches("*a*b", "aabab"));
  EXPECT_TRUE(Matches("a*b*c", "abcbc"));
  EXPECT_FALSE(Matches("a*b*c", "acb"));
  EXPECT_TRUE(Matches("a**", "a"));
  EXPECT_FALSE(Matches(std::string("a*a*a*a*a*a*a*a*b"), std::string(2000, 'a')));
}

TEST(Wildcard, AQuestionMarkTakesExactlyOneCharacter) {
  EXPECT_TRUE(Matches("?", "a"));
  EXPECT_FALSE(Matches("?", ""));
  EXPECT_FALSE(Matches("?", "ab"));
  EXPECT_TRUE(Matches("?", "\u00E9"));
  EXPECT_TRUE(Matches("a?c*", "a\u20ACcd"));
  EXPECT_FALSE(Matches("??", "\u20AC"));
}

TEST(Wildcard, FoldsLettersOnlyWhereTold) {
  EXPECT_FALSE(Matches("S3:Get*", "s3:GetObject"));
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
