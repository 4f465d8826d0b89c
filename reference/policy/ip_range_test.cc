#include "policy/ip_range.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

namespace countersign {
namespace {

bool In(const std::string& range, const std::string& address) {
  const auto parsed_range = ParseIpRange(range);
  const auto parsed_address = ParseIpAddress(address);
  EXPECT_TRUE(parsed_range) << range;
  EXPECT_TRUE(parsed_address) << address;
  return parsed_range && parsed_address && Contains(*parsed_range, *parsed_address);
}

using Addresses = std::initializer_list<const char*>;

void ExpectHolds(const std::string& range, Addresses inside, Addresses outside) {
  for (const char* address : inside) EXPECT_TRUE(In(range, address)) << range << " " << address;
  for (const char* address : outside) EXPECT_FALSE(In(range, address)) << range << " " << address;
}

TEST(IpRange, HoldsItsFirstAndItsLastAddressAndNoneBeside) {
  ExpectHolds("203.0.113.0/24", {"203.0.113.0", "203.0.113.255"}, {"203.0.112.255", "203.0.114.0"});
}

TEST(IpRange, MayEndWithinAnOctet) {
  ExpectHolds("203.0.113.64/26", {"203.0.113.64", "203.0.113.127"},
              {"203.0.113.63", "203.0.113.128"});
  ExpectHolds("203.0.113.6/31", {"203.0.113.7"}, {"203.0.113.8"});
}

TEST(IpRange, CountsOnlyTheBitsOfItsPrefix) {
  ExpectHolds("203.0.113.77/24", {"203.0.113.7"}, {});
  ExpectHolds("0.0.0.0/0", {"255.255.255.255"}, {});
}

TEST(IpRange, OfAnAddressAloneIsThatAddress) {
  ExpectHolds("203.0.113.7", {"203.0.113.7"}, {"203.0.113.6"});
  ExpectHolds("2001:db8::7", {"2001:DB8:0:0::7"}, {"2001:db8::8"});
}

TEST(IpRange, KnowsIpv6) {
  ExpectHolds("2001:DB8:1234:5678::/64",
              {"2001:db8:1234:5678::1", "2001:db8:1234:5678:ffff:ffff:ffff:ffff"},
              {"2001:db8:1234:5679::"});
  ExpectHolds("::/0", {"::1"}, {});
}

TEST(IpRange, KeepsTheFamiliesApart) {
  ExpectHolds("0.0.0.0/0", {}, {"::1"});
  ExpectHolds("::/0", {}, {"203.0.113.7"});
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
