#include "writers/layout.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(Clipped, CutsAtColumnsAndNotInsideACharacter) {
  EXPECT_EQ(Clipped("abc", 3), "abc");
  EXPECT_EQ(Clipped("abcd", 3), "ab…");
  EXPECT_EQ(Clipped("\xc3\xa9\xc3\xa9\xc3\xa9", 2), "\xc3\xa9…");
}

TEST(Wrapped, BreaksAtSpacesAndIndentsTheOtherLines) {
  const std::string word(40, 'a');
  EXPECT_EQ(Wrapped("- ", word + " " + word + " " + word),
            "- " + word + " " + word + "\n  " + word + "\n");
  EXPECT_EQ(Wrapped("- ", ""), "- \n");
}

TEST(Wrapped, CutsTheLastLineThatIsAllowed) {
  const std::string word(40, 'a');
  EXPECT_EQ(Wrapped("", word + " " + word + " " + word, 1),
            word + " " + word + " " + std::string(17, 'a') + "…\n");
}

TEST(Wrapped, LeavesAWordWholeThatIsLongerThanALine) {
  const std::string word(150, 'a');
  EXPECT_EQ(Wrapped("", "b " + word + " c"), "b\n" + word + "\nc\n");
}

TEST(LinesTaken, CountsLinesThatTheScreenWraps) {
  EXPECT_EQ(LinesTaken("a\n\n" + std::string(101, 'b') + "\n"), 4u);
}

}  // namespace
}  // namespace countersign
