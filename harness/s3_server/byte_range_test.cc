#include "s3_server/byte_range.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

ByteRange RangeIn(std::string_view value, std::uint64_t size) {
  const RangeChoice choice = ChooseRange(value, size);
  const auto* range = std::get_if<ByteRange>(&choice);
  EXPECT_NE(range, nullptr) << value;
  return range == nullptr ? ByteRange{} : *range;
}
bool IsWhole(std::string_view value) {
  return std::holds_alternative<WholeObject>(ChooseRange(value, 10));
}
bool IsUnsatisfiable(std::string_view value, std::uint64_t size) {
  return std::holds_alternative<Unsatisfiable>(ChooseRange(value, size));
}

TEST(ByteRange, IncludesBothEnds) { EXPECT_EQ(RangeIn("bytes=2-4", 10), (ByteRange{2, 3})); }
TEST(ByteRange, WithoutAnEndGoesToTheEndOfTheObject) {
  EXPECT_EQ(RangeIn("bytes=7-", 10), (ByteRange{7, 3}));
}
TEST(ByteRange, WithoutAStartIsTheLastBytes) {
  EXPECT_EQ(RangeIn("bytes=-3", 10), (ByteRange{7, 3}));
  EXPECT_EQ(RangeIn("bytes=-30", 10), (ByteRange{0, 10}));
}
TEST(ByteRange, EndsWithTheObject) {
  EXPECT_EQ(RangeIn("bytes=8-99999999999999999999999", 10), (ByteRange{8, 2}));
}
TEST(ByteRange, IsUnsatisfiableBeyondTheObject) {
  EXPECT_TRUE(IsUnsatisfiable("bytes=10-", 10));
  EXPECT_TRUE(IsUnsatisfiable("bytes=10-20", 10));
  EXPECT_TRUE(IsUnsatisfiable("bytes=-0", 10));
  EXPECT_TRUE(IsUnsatisfiable("bytes=0-", 0));
  EXPECT_TRUE(IsUnsatisfiable("bytes=-5", 0));
  EXPECT_TRUE(IsUnsatisfiable("bytes=99999999999999999999999-", 10));
}
TEST(ByteRange, IsIgnoredIfMalformed) {
  for (const char* value :
       {"", "bytes", "bytes=", "bytes=-", "bytes=4-2", "bytes=a-b", "bytes=1-2x", "bytes= 1-2",
        "bytes=+1-2", "octets=1-2", "Bytes=1-2", "bytes=--1"}) {
    EXPECT_TRUE(IsWhole(value)) << value;
  }
}
TEST(ByteRange, IsIgnoredIfThereAreSeveral) { EXPECT_TRUE(IsWhole("bytes=0-1,4-5")); }

}  // namespace
}  // namespace countersign
