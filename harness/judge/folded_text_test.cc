#include "judge/folded_text.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace countersign {
namespace {

TEST(FoldedText, KeepsLettersAndDigitsInWhateverWayTheyAreWritten) {
  for (const auto& [text, letters] : std::vector<std::pair<std::string, std::string>>{
           {"", ""},
           {"Ab/9+Z=", "ab9z"},
           {"a\r\n b\xe2\x80\x8b\tc", "abc"},
           {"%41%4a%2F%2541%25252541", "ajaa"},
           {"\\u0041\\x42\\/\\n\\r\\tC\\u2603", "abc"},
           {"&#65;&#x42;&#X43&amp;#68;&plus;&sol;E", "abcde"},
           {"%26%2365;", "a"},
           {"%4 %zz \\u00 &# &lt;", "4zzu00lt"},
           {"%", ""},
           {"\\", ""},
           {"&#x0000000000000000041;", "0000041"},
       }) {
    EXPECT_EQ(FoldedText(text).letters, letters) << text;
  }
}

TEST(FoldedText, KnowsWhereEachLetterStood) {
  const FoldedText folded("x%2541-&#66;y");
  ASSERT_EQ(folded.letters, "xaby");
  ASSERT_EQ(folded.places.size(), 4U);
  const std::vector<std::pair<std::size_t, std::size_t>> expected = {
      {0, 1}, {1, 6}, {7, 12}, {12, 13}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(folded.places[i].begin, expected[i].first) << i;
    EXPECT_EQ(folded.places[i].end, expected[i].second) << i;
  }
}

}  // namespace
}  // namespace countersign
