#include "explain/damage.h"

#include <gtest/gtest.h>

#include "sigv4/published_example.h"

namespace countersign {
namespace {

const std::string kUrl = "https://" + std::string(example::kHost) + std::string(example::kTarget);

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
  std::string url = kUrl;
  EXPECT_TRUE(UndoDamage(url).empty());
  EXPECT_EQ(url, kUrl);
}

TEST(UndoDamage, RepairsAndNamesEachDamage) {
  const Damaged all[] = {
      {"wrapped", "<" + kUrl + ">\n"},
      {"html-escaped", Replaced(kUrl, "&", "&amp;")},
      {"json-escaped", Replaced(kUrl, "&", "\\u0026")},
      {"backslashes", Replaced(Replaced(kUrl, "&", "\\&"), "?", "\\?")},
      {"broken-lines", Replaced(kUrl, "&X-Amz-Date", "&X-Amz-\r\n  Date")},
      {"encoded-whole", Replaced(Replaced(Replaced(kUrl, "%", "%25"), "&", "%26"), "=", "%3D")},
      {"encoded-again", Replaced(kUrl, "%", "%25")},
      {"trailing-text", kUrl + ").%0A"},
      {"signature-in-upper-case", Replaced(kUrl, "aeeed9bbcc", "AEEED9BBCC")},
  };
  for (const Damaged& damaged : all) {
    std::string url = damaged.url;
    const std::vector<Cause> found = UndoDamage(url);
    ASSERT_EQ(found.size(), 1u) << damaged.url;
    EXPECT_EQ(found[0].name, damaged.name);
    EXPECT_EQ(url, kUrl);
  }
}

TEST(UndoDamage, EscapesDelimitersInAKey) {
  std::string url = Replaced(kUrl, "test.txt", "what?#1.txt");
  EXPECT_EQ(UndoDamage(url).size(), 2u);
  EXPECT_EQ(url, Replaced(kUrl, "test.txt", "what%3F%231.txt"));
}

}  // namespace
}  // namespace countersign
