#include "sigv4/header_name.h"

#include <gtest/gtest.h>

#include <cctype>

namespace countersign {
namespace {

TEST(HeaderName, IsTheSameInEitherCase) {
  EXPECT_TRUE(SameHeaderName("Host", "hOST"));
  EXPECT_FALSE(SameHeaderName("Host", "Hosts"));
  EXPECT_FALSE(SameHeaderName("Host", ""));
}

TEST(HeaderName, LowersTheTwentySixLettersOnly) {
  for (int octet = 0; octet < 256; ++octet) {
    const bool is_capital = octet >= 'A' && octet <= 'Z';
    const std::string one(1, static_cast<char>(octet));
    const std::string lower(1, static_cast<char>(is_capital ? std::tolower(octet) : octet));
    EXPECT_EQ(LowerCase(one), lower) << octet;
  }
}

TEST(HeaderName, IsAmazonsWhereItBeginsSo) {
  EXPECT_TRUE(IsAmzHeader("x-amz-date"));
  EXPECT_TRUE(IsAmzHeader("X-AMZ-Meta-Colour"));
  EXPECT_TRUE(IsAmzHeader("x-amz-"));
  EXPECT_FALSE(IsAmzHeader("x-amz"));
  EXPECT_FALSE(IsAmzHeader("x-amzn-trace-id"));
  EXPECT_FALSE(IsAmzHeader("my-x-amz-date"));
}

}  // namespace
}  // namespace countersign
