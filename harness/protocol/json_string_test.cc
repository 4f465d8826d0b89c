#include "protocol/json_string.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <string>

namespace countersign {
namespace {

std::string JsonString(std::string_view octets) {
  std::string out;
  AppendJsonString(octets, out);
  return out;
}

// Read parses a JSON string with simdjson alone.
std::string Read(const std::string& json) {
  simdjson::dom::parser parser;
  std::string_view text;
  EXPECT_FALSE(parser.parse("[" + json + "]").at(0).get(text)) << json;
  return std::string(text);
}

TEST(JsonString, EscapesWhatRfc8259SaysMustBeEscaped) {
  EXPECT_EQ(JsonString("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(JsonString(std::string_view("\0\x1f\x7f", 3)), "\"\\u0000\\u001f\x7f\"");
  EXPECT_EQ(JsonString("GET\n/\r\n\t"), R"("GET\n/\r\n\t")");
}

TEST(JsonString, KeepsUtf8AsItIs) {
  EXPECT_EQ(JsonString("\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80"),
            "\"\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80\"");
}

TEST(JsonString, WritesOctetsThatAreNoUtf8AsBase64) {
  std::string out = "before ";
  EXPECT_FALSE(AppendJsonString("\"quote\n\xff", out));
  EXPECT_EQ(out, "before {\"b64\":\"InF1b3RlCv8=\"}");
}

// Python: bytes([c]).decode('utf-8') fails for exactly 0x80 to 0xff.
TEST(JsonString, TakesEveryOctetAloneAtEveryPlaceOfAWord) {
  for (int c = 0; c < 256; ++c) {
    for (std::size_t at = 0; at < 17; ++at) {
      std::string octets(17, 'x');
      octets[at] = static_cast<char>(c);
      std::string out;
      ASSERT_EQ(AppendJsonString(octets, out), c < 0x80) << c << " at " << at;
      if (c >= 0x80) continue;
      ASSERT_EQ(out.find('\n'), std::string::npos);
      ASSERT_EQ(Read(out), octets) << c << " at " << at;
    }
  }
}

TEST(JsonString, RefusesToCallMalformedUtf8Text) {
  for (const char* octets : {"\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3",
                             "\xe2\x82", "a\x80", "\xf8\x88\x80\x80\x80", "\xfe"}) {
    std::string out;
    EXPECT_FALSE(AppendJsonString(octets, out)) << out;
    EXPECT_TRUE(out.starts_with("{\"b64\":\"")) << out;
  }
}

TEST(JsonString, EscapesQuotesAfterHighOctets) {
  EXPECT_EQ(JsonString("\xc3\xbc\"\xc3\xbc\n"), "\"\xc3\xbc\\\"\xc3\xbc\\n\"");
}

}  // namespace
}  // namespace countersign
