#include "transport/line_buffer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace countersign {
namespace {

void Arrive(LineBuffer& buffer, std::string_view octets) {
  while (!octets.empty()) {
    const std::span<char> space = buffer.Space();
    const std::size_t n = std::min(space.size(), octets.size());
    std::copy_n(octets.data(), n, space.data());
    buffer.Filled(n);
    octets.remove_prefix(n);
  }
}

TEST(LineBuffer, HandsOutLinesInTheOrderInWhichTheyArrived) {
  LineBuffer buffer;
  Arrive(buffer, "one\ntwo\n\nfo");
  EXPECT_EQ(buffer.Next(), "one");
  EXPECT_EQ(buffer.Next(), "two");
  EXPECT_EQ(buffer.Next(), "");
  EXPECT_EQ(buffer.Next(), std::nullopt);
  EXPECT_TRUE(buffer.HasPartialLine());
  Arrive(buffer, "ur\n");
  EXPECT_EQ(buffer.Next(), "four");
  EXPECT_FALSE(buffer.HasPartialLine());
}

TEST(LineBuffer, JoinsALineThatArrivesOctetByOctet) {
  LineBuffer buffer;
  for (const char c : std::string("abc")) {
    Arrive(buffer, {&c, 1});
    EXPECT_FALSE(buffer.HasLine());
  }
  Arrive(buffer, "\n");
  EXPECT_TRUE(buffer.HasLine());
  EXPECT_EQ(buffer.Next(), "abc");
}

TEST(LineBuffer, KeepsALineWholeAcrossManyReads) {
  LineBuffer buffer;
  const std::string line(500'000, 'x');
  Arrive(buffer, "first\n" + line);
  EXPECT_EQ(buffer.Next(), "first");
  Arrive(buffer, "y\nlast\n");
  EXPECT_EQ(buffer.Next(), line + "y");
  EXPECT_EQ(buffer.Next(), "last");
}

TEST(LineBuffer, TakesALineOfExactlyTheLimit) {
  LineBuffer buffer(10);
  Arrive(buffer, "0123456789\n");
  EXPECT_EQ(buffer.Next(), "0123456789");
  EXPECT_FALSE(buffer.TooLong());
}

TEST(LineBuffer, RefusesALineOfOneOctetMoreWhetherItEndsOrNot) {
  LineBuffer ended(10);
  Arrive(ended, "0123456789a\nnext\n");
  EXPECT_EQ(ended.Next(), std::nullopt);
  EXPECT_TRUE(ended.TooLong());
  LineBuffer unended(10);
  Arrive(unended, "ok\n0123456789a");
  EXPECT_EQ(unended.Next(), "ok");
  EXPECT_EQ(unended.Next(), std::nullopt);
  EXPECT_TRUE(unended.TooLong());
}

}  // namespace
}  // namespace countersign
