#include "sigv4/percent_encoding.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <string_view>

#include "sigv4/published_example.h"

namespace countersign {
namespace {

// RFC 3986 section 2.3, which AWS's UriEncode names.
constexpr std::string_view kUnreserved =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

std::string PrintfEscape(int octet) {
  char text[4];
  std::snprintf(text, sizeof text, "%%%02X", octet);
  return text;
}

TEST(PercentEncoding, EncodesThePublishedCredential) {
  EXPECT_EQ(UriEncode("AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request", Slash::kEncode),
            "AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request");
  EXPECT_EQ(UriEncode(example::kPath, Slash::kKeep), example::kPath);
}

TEST(PercentEncoding, KeepsOnlyUnreservedOctets) {
  for (int octet = 0; octet < 256; ++octet) {
    const std::string one(1, static_cast<char>(octet));
    const bool kept = kUnreserved.find(one) != std::string_view::npos;
    EXPECT_EQ(UriEncode(one, Slash::kEncode), kept ? one : PrintfEscape(octet)) << octet;
    const bool kept_in_path = kept || octet == '/';
    EXPECT_EQ(UriEncode(one, Slash::kKeep), kept_in_path ? one : PrintfEscape(octet)) << octet;
  }
}

TEST(PercentEncoding, DecodesEveryEscapeInEitherCase) {
  for (int octet = 0; octet < 256; ++octet) {
    char lower[4];
    std::snprintf(lower, sizeof lower, "%%%02x", octet);
    const std::string one(1, static_cast<char>(octet));
    EXPECT_EQ(UriDecode(PrintfEscape(octet), Plus::kLiteral), one) << octet;
    EXPECT_EQ(UriDecode(lower, Plus::kSpace), one) << octet;
  }
}

TEST(PercentEncoding, ReadsAPlusAsSpaceInAQueryOnly) {
  EXPECT_EQ(UriDecode("a+b%2Bc", Plus::kSpace), "a b+c");
  EXPECT_EQ(UriDecode("a+b%2Bc", Plus::kLiteral), "a+b+c");
}

TEST(PercentEncoding, KeepsAPercentSignWithoutTwoHexDigits) {
  for (const char* text : {"%", "%4", "%4g", "%g4", "100%", "%%"}) {
    EXPECT_EQ(UriDecode(text, Plus::kLiteral), text);
    EXPECT_TRUE(HasMalformedEscape(text)) << text;
  }
  EXPECT_EQ(UriDecode("%%41", Plus::kLiteral), "%A");
  EXPECT_FALSE(HasMalformedEscape("%25%2f%2F"));
  EXPECT_FALSE(HasMalformedEscape(""));
  EXPECT_TRUE(HasMalformedEscape("/%20/%zz"));
}

TEST(PercentEncoding, DecodesOnce) { EXPECT_EQ(UriDecode("%252F", Plus::kSpace), "%2F"); }

TEST(PercentEncoding, DecodesWhatItEncoded) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string pair = {static_cast<char>(first), static_cast<char>(second)};
      for (const Plus plus : {Plus::kLiteral, Plus::kSpace}) {
        ASSERT_EQ(UriDecode(UriEncode(pair, Slash::kKeep), plus), pair);
        ASSERT_EQ(UriDecode(UriEncode(pair, Slash::kEncode), plus), pair);
      }
    }
  }
}

TEST(PercentEncoding, DecodesAnEscapeBeforeAnyOctet) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string pair = {static_cast<char>(first), static_cast<char>(second)};
      const std::string escaped = PrintfEscape(first) + static_cast<char>(second);
      ASSERT_EQ(UriDecode(escaped, Plus::kLiteral), pair) << escaped;
    }
  }
}

TEST(Utf8, AcceptsAsManyTextsOfThreeOctetsAsUnicodeHas) {
  // 128 code points take one octet, 1920 two, 61440 three (surrogates excluded).
  constexpr int kTexts = 128 * 128 * 128 + 2 * 128 * 1920 + 61440;
  int found = 0;
  std::string text(3, '\0');
  for (int i = 0; i < 256 * 256 * 256; ++i) {
    text[0] = static_cast<char>(i >> 16);
    text[1] = static_cast<char>(i >> 8);
    text[2] = static_cast<char>(i);
    found += IsUtf8(text);
  }
  EXPECT_EQ(found, kTexts);
}

TEST(Utf8, AcceptsNothingAboveTheLastCodePoint) {
  EXPECT_TRUE(IsUtf8("\xF0\x90\x80\x80"));   // U+10000
  EXPECT_TRUE(IsUtf8("\xF4\x8F\xBF\xBF"));   // U+10FFFF
  EXPECT_FALSE(IsUtf8("\xF4\x90\x80\x80"));  // U+110000
  EXPECT_FALSE(IsUtf8("\xF0\x8F\xBF\xBF"));  // overlong
  EXPECT_FALSE(IsUtf8("\xF0\x90\x80"));
  EXPECT_FALSE(IsUtf8("\xF0\x90\x80\x41"));
  EXPECT_FALSE(IsUtf8("\xF5\x80\x80\x80"));
}

}  // namespace
}  // namespace countersign
