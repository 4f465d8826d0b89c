#include "transport/shell_script.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(ShellScript, LetsTheOneProgramReplaceTheShell) {
  EXPECT_EQ(ShellScript("./adapter --fast"), "exec ./adapter --fast");
  EXPECT_EQ(ShellScript("'my; adapter' \"a & b\" c\\;d"), "exec 'my; adapter' \"a & b\" c\\;d");
  EXPECT_EQ(ShellScript("./adapter 2>&1 </dev/null"), "exec ./adapter 2>&1 </dev/null");
  EXPECT_EQ(ShellScript("./adapter \"$HOME\" a=b"), "exec ./adapter \"$HOME\" a=b");
}

TEST(ShellScript, PutsExecBehindAssignments) {
  EXPECT_EQ(ShellScript("FOO=1 BAR='a b' ./adapter"), "FOO=1 BAR='a b' exec ./adapter");
  EXPECT_EQ(ShellScript("1A=1 x"), "exec 1A=1 x");
}

TEST(ShellScript, LeavesEverythingElseAsItIs) {
  for (const char* command :
       {"cd x && ./adapter", "a; b", "a | b", "a & b", "(a)", "a $(b)", "a\nb", "a `b`", "cd x",
        "exec ./adapter", "if true", "{ a", "! a", ">out ./adapter", "", "  ", "FOO=1", "&"}) {
    EXPECT_EQ(ShellScript(command), command);
  }
}

}  // namespace
}  // namespace countersign
