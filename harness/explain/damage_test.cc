#include "explain/damage.h"

#include <gtest/gtest.h>

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

TEST(UndoDamage, EscapesDelimitersInAKey) {
  std::string url = Replaced(kSoundUrl, "test.txt", "what?#1.txt");
  EXPECT_EQ(UndoDamage(url).size(), 2u);
  EXPECT_EQ(url, Replaced(kSoundUrl, "test.txt", "what%3F%231.txt"));
}

}  // namespace
}  // namespace countersign
