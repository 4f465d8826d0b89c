#include "protocol/base64.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

namespace countersign {
namespace {

// RFC 4648, section 10.
constexpr std::pair<std::string_view, std::string_view> kRfc4648[] = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
};

TEST(Base64, WritesTheVectorsOfRfc4648) {
  for (const auto& [octets, text] : kRfc4648) {
    std::string out;
    AppendBase64(octets, out);
    EXPECT_EQ(out, text);
  }
}

TEST(Base64, ReadsTheVectorsOfRfc4648) {
  for (const auto& [octets, text] : kRfc4648) EXPECT_EQ(DecodeBase64(text), octets);
}

TEST(Base64, WritesHighOctets) {
  std::string out;
  AppendBase64("\xff\xfe\xfb\x80", out);
  EXPECT_EQ(out, "//77gA==");
  EXPECT_EQ(DecodeBase64("//77gA=="), "\xff\xfe\xfb\x80");
}

TEST(Base64, RefusesEveryOtherSpelling) {
  for (const char* text :
       {"Z", "Zg", "Zg=", "Zg===", "====", "=", "==", "Z===", "Zm9v=", "Zg==Zg==", "Zm 9", "Zm9v\n",
        "Zm9-", "Zm9_", "Zh==", "Zm9=", "Z\xc3\xbcg"}) {
    EXPECT_EQ(DecodeBase64(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace countersign
