#include "writers/text.h"

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
  EXPECT_EQ(Printable("\xe6\x97"), "\\xe6\\x97");                    // cut short
  EXPECT_EQ(Printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // past U+10FFFF
  EXPECT_EQ(Printable(std::string("\0", 1)), "\\x00");
}

TEST(PrintableLines, KeepsLineFeedsAndTabsOnly) {
  EXPECT_EQ(PrintableLines("a\n\tb\r"), "a\n\tb\\r");
}

TEST(Lines, DropsALastEmptyLineAndKeepsOthers) {
  EXPECT_EQ(Lines("a\n\nb\n"), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_TRUE(Lines("").empty());
}

TEST(JsonText, IsAJsonStringForAnyBytes) {
  EXPECT_EQ(JsonText("a\"\\\n\xff"), R"("a\"\\\n\\xff")");
}

}  // namespace
}  // namespace countersign
