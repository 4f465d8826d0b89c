#include "s3_server/response_headers.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(ResponseOverrides, AreReadFromTheQuery) {
  const auto headers = ResponseOverrides(
      "x-id=GetObject&response-content-type=text%2Fplain&response-content-disposition=attachment%"
      "3B+"
      "filename%3Dgr%C3%BCn");
  ASSERT_TRUE(std::holds_alternative<std::vector<HeaderField>>(headers));
  const std::vector<HeaderField> expected = {
      {"Content-Type", "text/plain"}, {"Content-Disposition", "attachment; filename=gr\xFCn"}};
  EXPECT_EQ(std::get<std::vector<HeaderField>>(headers), expected);
}
TEST(ResponseOverrides, RefuseValuesThatAreNotLatin1) {
  const auto bad = ResponseOverrides("response-cache-control=%E2%82%AC");
  ASSERT_TRUE(std::holds_alternative<BadOverride>(bad));
  EXPECT_EQ(std::get<BadOverride>(bad).name, "response-cache-control");
  EXPECT_EQ(std::get<BadOverride>(bad).value, "\xE2\x82\xAC");
}
TEST(ResponseOverrides, RefuseControlCharacters) {
  for (const char* query :
       {"response-expires=a%0D%0ASet-Cookie:x", "response-expires=a%0Ab", "response-expires=a%00b",
        "response-expires=%7F", "response-expires=%FF"}) {
    EXPECT_TRUE(std::holds_alternative<BadOverride>(ResponseOverrides(query))) << query;
  }
}
TEST(SetHeader, ReplacesInAnyCase) {
  std::vector<HeaderField> headers = {{"ETag", "1"}, {"content-TYPE", "a"}};
  SetHeader(headers, {"Content-Type", "b"});
  EXPECT_EQ(headers, (std::vector<HeaderField>{{"ETag", "1"}, {"Content-Type", "b"}}));
}

}  // namespace
}  // namespace countersign
