#include "writers/text.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(Lines, DropsALastEmptyLineAndKeepsOthers) {
  EXPECT_EQ(Lines("a\n\nb\n"), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_TRUE(Lines("").empty());
}

TEST(JsonText, IsAJsonStringForAnyBytes) {
  EXPECT_EQ(JsonText("a\"\\\n\xff"), R"("a\"\\\n\\xff")");
}

}  // namespace
}  // namespace countersign
