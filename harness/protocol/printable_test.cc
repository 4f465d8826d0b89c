#include "protocol/printable.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(Printable, LeavesTextOfEveryLanguageAsItIs) {
  EXPECT_EQ(Printable("GET /caf\xc3\xa9/\xe6\x97\xa5\xf0\x9f\x98\x80"),
            "GET /caf\xc3\xa9/\xe6\x97\xa5\xf0\x9f\x98\x80");
}

TEST(Printable, EscapesWhatControlsATerminal) {
  EXPECT_EQ(Printable("a\x1b[31mb\r\n\t\x7f"), "a\\x1b[31mb\\r\\n\\t\\x7f");
  EXPECT_EQ(Printable("\xc2\x9b"), "\\u009b");              // CSI as one character
  EXPECT_EQ(Printable("\xe2\x80\xae"), "\\u202e");          // right-to-left override
  EXPECT_EQ(Printable("\xf3\xa0\x81\x81"), "\\U000e0041");  // a tag character, invisible
}

TEST(Printable, EscapesBytesThatAreNotValidUtf8) {
  EXPECT_EQ(Printable("\xff"), "\\xff");
  EXPECT_EQ(Printable("\xc0\xaf"), "\\xc0\\xaf");                    // overlong '/'
  EXPECT_EQ(Printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // a surrogate
  EXPECT_EQ(Printable("\xed\xbf\xbf"), "\\xed\\xbf\\xbf");           // the last surrogate
  EXPECT_EQ(Printable("\xe6\x97"), "\\xe6\\x97");                    // cut short
  EXPECT_EQ(Printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // past U+10FFFF
  EXPECT_EQ(Printable(std::string("\0", 1)), "\\x00");
}

TEST(PrintableLines, KeepsLineFeedsAndTabsOnly) {
  EXPECT_EQ(PrintableLines("a\n\tb\r"), "a\n\tb\\r");
}

TEST(Printable, EscapesWhatGitHubsRunnerWouldObey) {
  EXPECT_EQ(Printable("::error::x"), "\\x3a:error::x");
  EXPECT_EQ(Printable(" \xc2\xa0\xe3\x80\x80::error::x"), " \xc2\xa0\xe3\x80\x80\\x3a:error::x");
  EXPECT_EQ(PrintableLines("a\n\t::error::x\n::b"), "a\n\t\\x3a:error::x\n\\x3a:b");
  EXPECT_EQ(Printable("a ##[error]x"), "a \\x23#[error]x");
  EXPECT_EQ(Printable("a###[error]x"), "a#\\x23#[error]x");
  std::string cells;
  for (const Cell& cell : Cells("::a##[b]")) cells += cell.text;
  EXPECT_EQ(cells, "\\x3a:a\\x23#[b]");
}

TEST(Printable, LeavesColonsAndHashesElsewhereAsTheyAre) {
  const std::string text = "std::string http://[::1]:80 ## [x] #[y]";
  EXPECT_EQ(Printable(text), text);
  EXPECT_EQ(Printable(Printable("::x\x1b##[y]")), Printable("::x\x1b##[y]"));
}

TEST(Excerpt, CutsAtACharacterAndTellsTheLength) {
  EXPECT_EQ(Excerpt("abc", 3), "abc");
  EXPECT_EQ(Excerpt("abcd", 3), "abc... (4 bytes)");
  EXPECT_EQ(Excerpt("ab\xc3\xa9", 3), "ab... (4 bytes)");
  EXPECT_EQ(Excerpt("\x1b[2J", 1), "\\x1b... (4 bytes)");
}

TEST(LastLines, KeepsTheEndAndTellsWhatIsLeftOut) {
  EXPECT_EQ(LastLines("a\nb\n", 4), "a\nb\n");
  EXPECT_EQ(LastLines("aa\n::error::b", 10), "... (3 bytes before)\n\\x3a:error::b");
}

}  // namespace
}  // namespace countersign
