#include "sigv4/header_name.h"

#include <gtest/gtest.h>

#include <cctype>
#include <string>
#include <utility>
#include <vector>

#include "sigv4/http_request.h"

namespace countersign {
namespace {

TEST(HeaderName, IsComparedWithoutRegardToCase) {
  EXPECT_TRUE(SameHeaderName("Host", "hOST"));
  EXPECT_FALSE(SameHeaderName("Host", "Hosts"));
  EXPECT_FALSE(SameHeaderName("Host", ""));
}

TEST(HeaderName, LowersOnlyTheTwentySixLetters) {
  for (int octet = 0; octet < 256; ++octet) {
    const bool is_capital = octet >= 'A' && octet <= 'Z';
    const std::string one(1, static_cast<char>(octet));
    const std::string lower(1, static_cast<char>(is_capital ? std::tolower(octet) : octet));
    EXPECT_EQ(LowerCase(one), lower) << octet;
  }
}

TEST(FindHeader, ReturnsTheFirstOfThatName) {
  const std::vector<HeaderField> headers = {{"Host", "a"}, {"X-Amz-Acl", "b"}, {"HOST", "c"}};
  EXPECT_EQ(FindHeader(headers, "host"), &headers[0]);
  EXPECT_EQ(FindHeader(headers, "x-amz-acl"), &headers[1]);
}

TEST(FindHeader, ReturnsNullptrForAMissingHeader) {
  const std::vector<HeaderField> headers = {{"Host", "a"}};
  EXPECT_EQ(FindHeader(headers, "hos"), nullptr);
  EXPECT_EQ(FindHeader(headers, ""), nullptr);
}

TEST(FindHeader, TakesPairsOfNameAndValue) {
  std::vector<std::pair<std::string, std::string>> headers = {{"Host", "a"}};
  FindHeader(headers, "HOST")->second = "b";
  EXPECT_EQ(headers[0].second, "b");
}

TEST(HeaderName, BelongsToAmazonIfItBeginsWithXAmz) {
  EXPECT_TRUE(IsAmzHeader("x-amz-date"));
  EXPECT_TRUE(IsAmzHeader("X-AMZ-Meta-Colour"));
  EXPECT_TRUE(IsAmzHeader("x-amz-"));
  EXPECT_FALSE(IsAmzHeader("x-amz"));
  EXPECT_FALSE(IsAmzHeader("x-amzn-trace-id"));
  EXPECT_FALSE(IsAmzHeader("my-x-amz-date"));
}

}  // namespace
}  // namespace countersign
