#include "s3_http/xml_text.h"

#include <gtest/gtest.h>

#include <optional>

namespace countersign {
namespace {

std::string Text(std::string_view text) {
  std::string out;
  AppendXmlText(text, out);
  return out;
}

std::optional<std::string> Reference(std::string_view name) {
  std::string out;
  return AppendXmlReference(name, out) ? std::optional(out) : std::nullopt;
}

TEST(XmlText, EscapesMarkup) {
  EXPECT_EQ(Text("<a href=\"x\">&]]>"), "&lt;a href=\"x\"&gt;&amp;]]&gt;");
}
TEST(XmlText, KeepsLineFeedsAndCarriageReturns) { EXPECT_EQ(Text("GET\n/\r\n"), "GET\n/&#13;\n"); }
TEST(XmlText, KeepsUtf8) {
  EXPECT_EQ(Text("gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80"), "gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80");
}
TEST(XmlText, ReplacesWhatXmlCannotHold) {
  using namespace std::string_literals;
  const std::string replaced = "\xEF\xBF\xBD";
  EXPECT_EQ(Text("a\0b"s), "a" + replaced + "b");
  EXPECT_EQ(Text("\x1B[2J"), replaced + "[2J");
  EXPECT_EQ(Text("\xFF\xC3"), replaced + replaced);
  EXPECT_EQ(Text("\xEF\xBF\xBE"), replaced);
}

TEST(XmlReference, MayBeANameOrANumber) {
  EXPECT_EQ(Reference("amp"), "&");
  EXPECT_EQ(Reference("apos"), "'");
  EXPECT_EQ(Reference("#38"), "&");
  EXPECT_EQ(Reference("#x26"), "&");
  EXPECT_EQ(Reference("#xe4"), "\xC3\xA4");
  EXPECT_EQ(Reference("#xFFFD"), "\xEF\xBF\xBD");
  EXPECT_EQ(Reference("#x1F600"), "\xF0\x9F\x98\x80");
}
TEST(XmlReference, IsRefusedIfItIsNotACharacter) {
  for (const std::string_view name :
       {"", "nbsp", "#", "#x", "#0", "#xD800", "#x110000", "#1x", "#-1", "#99999999999", "AMP"}) {
    EXPECT_EQ(Reference(name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace countersign
