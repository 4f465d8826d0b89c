#include "protocol/shell_word.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(ShellWord, LeavesPlainTextAsItIs) {
  EXPECT_EQ(ShellWord("./mine-2.0/a_b,c:d=e+f@g%20"), "./mine-2.0/a_b,c:d=e+f@g%20");
}

TEST(ShellWord, QuotesTextThatAShellWouldReadDifferently) {
  EXPECT_EQ(ShellWord(""), "''");
  EXPECT_EQ(ShellWord("python3 mine.py"), "'python3 mine.py'");
  EXPECT_EQ(ShellWord("$(id)"), "'$(id)'");
  EXPECT_EQ(ShellWord("presign/*"), "'presign/*'");
  EXPECT_EQ(ShellWord("it's"), "'it'\\''s'");
  EXPECT_EQ(ShellWord("caf\xc3\xa9"), "'caf\xc3\xa9'");
}

}  // namespace
}  // namespace countersign
