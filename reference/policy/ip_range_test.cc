#include "policy/ip_range.h"

#include <gtest/gtest.h>

#include <string>

namespace countersign {
namespace {

bool In(const char* range, const char* address) {
  const auto parsed_range = ParseIpRange(range);
  const auto parsed_address = ParseIpAddress(address);
  EXPECT_TRUE(parsed_range) << range;
  EXPECT_TRUE(parsed_address) << address;
  return parsed_range && parsed_address && Contains(*parsed_range, *parsed_address);
}

TEST(IpRange, HoldsItsFirstAndItsLastAddressAndNoneBeside) {
  EXPECT_TRUE(In("203.0.113.0/24", "203.0.113.0"));
  EXPECT_TRUE(In("203.0.113.0/24", "203.0.113.255"));
  EXPECT_FALSE(In("203.0.113.0/24", "203.0.112.255"));
  EXPECT_FALSE(In("203.0.113.0/24", "203.0.114.0"));
}

TEST(IpRange, MayEndWithinAnOctet) {
  EXPECT_TRUE(In("203.0.113.64/26", "203.0.113.64"));
  EXPECT_TRUE(In("203.0.113.64/26", "203.0.113.127"));
  EXPECT_FALSE(In("203.0.113.64/26", "203.0.113.63"));
  EXPECT_FALSE(In("203.0.113.64/26", "203.0.113.128"));
  EXPECT_TRUE(In("203.0.113.6/31", "203.0.113.7"));
  EXPECT_FALSE(In("203.0.113.6/31", "203.0.113.8"));
}

TEST(IpRange, CountsOnlyTheBitsOfItsPrefix) {
  EXPECT_TRUE(In("203.0.113.77/24", "203.0.113.7"));
  EXPECT_TRUE(In("0.0.0.0/0", "255.255.255.255"));
}

TEST(IpRange, OfAnAddressAloneIsThatAddress) {
  EXPECT_TRUE(In("203.0.113.7", "203.0.113.7"));
  EXPECT_FALSE(In("203.0.113.7", "203.0.113.6"));
  EXPECT_TRUE(In("2001:db8::7", "2001:DB8:0:0::7"));
  EXPECT_FALSE(In("2001:db8::7", "2001:db8::8"));
}

TEST(IpRange, KnowsIpv6) {
  EXPECT_TRUE(In("2001:DB8:1234:5678::/64", "2001:db8:1234:5678::1"));
  EXPECT_TRUE(In("2001:DB8:1234:5678::/64", "2001:db8:1234:5678:ffff:ffff:ffff:ffff"));
  EXPECT_FALSE(In("2001:DB8:1234:5678::/64", "2001:db8:1234:5679::"));
  EXPECT_TRUE(In("::/0", "::1"));
}

TEST(IpRange, KeepsTheFamiliesApart) {
  EXPECT_FALSE(In("0.0.0.0/0", "::1"));
  EXPECT_FALSE(In("::/0", "203.0.113.7"));
}

// RFC 4291, section 2.2: three forms of one address each.
TEST(IpAddress, HasManySpellingsInIpv6) {
  EXPECT_EQ(ParseIpAddress("2001:DB8:0:0:8:800:200C:417A"),
            ParseIpAddress("2001:db8::8:800:200c:417a"));
  EXPECT_EQ(ParseIpAddress("0:0:0:0:0:0:0:0"), ParseIpAddress("::"));
  EXPECT_EQ(ParseIpAddress("0:0:0:0:0:FFFF:129.144.52.38"), ParseIpAddress("::ffff:8190:3426"));
}

TEST(IpAddress, OtherTextsAreNone) {
  for (const char* text : {"",
                           "203.0.113",
                           "203.0.113.7.1",
                           "203.0.113.256",
                           "203.0.113.07",
                           "203.0.113.",
                           ".1.2.3.4",
                           "IP-address",
                           "203.0.113.7 ",
                           "+1.2.3.4",
                           ":",
                           ":1",
                           "1:",
                           "1::2::3",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9",
                           "1:2:3:4::5:6:7:8",
                           "12345::",
                           "g::",
                           "1.2.3.4::",
                           "fe80::1%eth0",
                           "::1.2.3",
                           "[::1]",
                           ":::"}) {
    EXPECT_FALSE(ParseIpAddress(text)) << text;
    EXPECT_FALSE(ParseIpRange(text)) << text;
  }
  for (const char* text : {"203.0.113.0/", "203.0.113.0/33", "203.0.113.0/-1", "203.0.113.0/024",
                           "203.0.113.0/24/8", "::/129", "203.0.113.0/255.255.255.0", "/24"}) {
    EXPECT_FALSE(ParseIpRange(text)) << text;
  }
}

}  // namespace
}  // namespace countersign
