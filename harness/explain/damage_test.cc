#include "explain/damage.h"

#include <gtest/gtest.h>

#include "sigv4/percent_encoding.h"
#include "sigv4/published_example.h"

namespace countersign {
namespace {

const std::string kSoundUrl =
    "https://" + std::string(example::kHost) + std::string(example::kTarget);

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

struct Damaged {
  const char* name;
  std::string url;
};

TEST(UndoDamage, DoesNotChangeASoundUrl) {
  std::string url = kSoundUrl;
  EXPECT_TRUE(UndoDamage(url).empty());
  EXPECT_EQ(url, kSoundUrl);
}

TEST(UndoDamage, RepairsAndNamesEachDamage) {
  const Damaged all[] = {
      {"wrapped", "<" + kSoundUrl + ">\n"},
      {"wrapped", "\u201c" + kSoundUrl + "\u201d\u00a0"},
      {"html-escaped", Replaced(kSoundUrl, "&", "&amp;")},
      {"html-escaped", Replaced(kSoundUrl, "&", "&amp;amp;")},
      {"json-escaped", Replaced(kSoundUrl, "&", "\\u0026")},
      {"json-escaped", Replaced(Replaced(kSoundUrl, "&", "\\u0026"), "=", "\\u003d")},
      {"json-escaped", Replaced(kSoundUrl, "&", "\\x26")},
      {"ampersands-encoded", Replaced(kSoundUrl, "&", "%26")},
      {"backslashes", Replaced(Replaced(kSoundUrl, "&", "\\&"), "?", "\\?")},
      {"broken-lines", Replaced(kSoundUrl, "&X-Amz-Date", "&X-Amz-\r\n  Date")},
      {"encoded-whole",
       Replaced(Replaced(Replaced(kSoundUrl, "%", "%25"), "&", "%26"), "=", "%3D")},
      {"encoded-again", Replaced(kSoundUrl, "%", "%25")},
      {"text-around", "[the report](" + kSoundUrl + ")"},
      {"text-around", "curl -o 'a b' \"" + kSoundUrl + "\" -H 'a: b'"},
      {"text-around", "See " + kSoundUrl},
      {"inside-another-url", "https://eur01.safelinks.protection.outlook.com/?url=" +
                                 UriEncode(kSoundUrl, Slash::kEncode) + "&data=05%7C02&reserved=0"},
      {"inside-another-url", "https://www.google.com/url?sa=D&q=" +
                                 UriEncode(UriEncode(kSoundUrl, Slash::kEncode), Slash::kEncode)},
      {"inside-another-url", "https://web.archive.org/web/2026/" + kSoundUrl},
      {"other-dashes", Replaced(Replaced(kSoundUrl, "X-Amz-", "X\u2013Amz\u2013"), "us-east-1",
                                "us\u2013east\u20131")},
      {"semicolons", Replaced(kSoundUrl, "&", ";")},
      {"underscore-lost", Replaced(kSoundUrl, "aws4_request", "aws4request")},
      {"percent-signs-doubled", Replaced(kSoundUrl, "%", "%%")},
      {"trailing-text", kSoundUrl + ").%0A"},
      {"signature-in-upper-case", Replaced(kSoundUrl, "aeeed9bbcc", "AEEED9BBCC")},
  };
  for (const Damaged& damaged : all) {
    std::string url = damaged.url;
    const std::vector<Cause> found = UndoDamage(url);
    ASSERT_EQ(found.size(), 1u) << damaged.url;
    EXPECT_EQ(found[0].name, damaged.name);
    EXPECT_EQ(url, kSoundUrl);
  }
}

// Another URL may be a part of the key or of a parameter.
TEST(UndoDamage, LeavesAUrlAloneThatHasAnotherOneInIt) {
  for (const std::string& other :
       {Replaced(kSoundUrl, "test.txt", "http%3A%2F%2Fexample.com%2Fa"),
        Replaced(kSoundUrl, "test.txt", "https://example.com/a"),
        Replaced(kSoundUrl, "?X-Amz-Algorithm", "?from=https://example.com/&X-Amz-Algorithm"),
        Replaced(kSoundUrl, "?X-Amz-Algorithm", "?from=https%3A%2F%2Fa%2F%3Fb&X-Amz-Algorithm")}) {
    std::string url = other;
    EXPECT_TRUE(UndoDamage(url).empty()) << other;
    EXPECT_EQ(url, other);
  }
}

TEST(UndoDamage, EscapesDelimitersInAKey) {
  std::string url = Replaced(kSoundUrl, "test.txt", "what?#1.txt");
  EXPECT_EQ(UndoDamage(url).size(), 2u);
  EXPECT_EQ(url, Replaced(kSoundUrl, "test.txt", "what%3F%231.txt"));
}

}  // namespace
}  // namespace countersign
