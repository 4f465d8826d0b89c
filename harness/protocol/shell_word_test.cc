#include "protocol/shell_word.h"

#include <gtest/gtest.h>

#include <utility>

namespace countersign {
namespace {

TEST(ShellWord, LeavesPlainTextAsItIs) {
  EXPECT_EQ(ShellWord("./mine-2.0/a_b,c:d=e+f@g%20"), "./mine-2.0/a_b,c:d=e+f@g%20");
}

TEST(ShellWord, QuotesTextThatAShellWouldReadDifferently) {
  const std::pair<const char*, const char*> kQuoted[] = {{"", "''"},
                                                         {"python3 mine.py", "'python3 mine.py'"},
                                                         {"$(id)", "'$(id)'"},
                                                         {"presign/*", "'presign/*'"},
                                                         {"it's", "'it'\\''s'"},
                                                         {"caf\xc3\xa9", "'caf\xc3\xa9'"}};
  for (const auto& [text, quoted] : kQuoted) EXPECT_EQ(ShellWord(text), quoted);
}

}  // namespace
}  // namespace countersign
