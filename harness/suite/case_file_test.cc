#include "suite/case_file.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(IdOf, IsThePathWithoutItsExtension) {
  EXPECT_EQ(IdOf("presign/path/space.json"), "presign/path/space");
  EXPECT_EQ(IdOf("verify/window/2nd-of-7.json"), "verify/window/2nd-of-7");
}

TEST(IdOf, IsNothingOfAnyOtherPath) {
  for (const char* path :
       {"", "rules.json", "presign/space.json", "presign/path/deep/space.json", "sign/path/a.json",
        "presign/path/space", "presign/path/space.JSON", "presign//space.json",
        "presign/path/.json", "presign/path/Space.json", "presign/path/a space.json",
        "presign/a_step/space.json", "/presign/path/space.json",
        "presign/path/sp\xC3\xA4"
        "ce.json"}) {
    EXPECT_EQ(IdOf(path), std::nullopt) << path;
  }
}

}  // namespace
}  // namespace countersign
