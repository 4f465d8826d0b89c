#include "s3_http/xml_text.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

namespace countersign {
namespace {

std::optional<std::string> Reference(std::string_view name) {
  std::string out;
  return AppendXmlReference(name, out) ? std::optional(out) : std::nullopt;
}

TEST(XmlText, IsEscapedAndHasOnlyWhatXmlAllows) {
  using namespace std::string_literals;
  const std::string replaced = "\xEF\xBF\xBD";
  const std::pair<std::string, std::string> texts[] = {
      {"<a href=\"x\">&]]>", "&lt;a href=\"x\"&gt;&amp;]]&gt;"},
      {"GET\n/\t\r\n", "GET\n/\t&#13;\n"},
      {"gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80", "gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80"},
      {"a\0b"s, "a" + replaced + "b"},    // a control character
      {"\x1B[2J", replaced + "[2J"},      // a control character
      {"\xFF\xC3", replaced + replaced},  // not UTF-8
      {"\xEF\xBF\xBE", replaced},         // U+FFFE, which is not a character
  };
  for (const auto& [text, xml] : texts) {
    std::string out = "before ";
    AppendXmlText(text, out);
    EXPECT_EQ(out, "before " + xml);
  }
}

TEST(XmlReference, MayBeANameOrANumber) {
  const std::pair<std::string_view, std::string_view> references[] = {
      {"amp", "&"},
      {"apos", "'"},
      {"#38", "&"},
      {"#x26", "&"},
      {"#xe4", "\xC3\xA4"},
      {"#xFFFD", "\xEF\xBF\xBD"},
      {"#x1F600", "\xF0\x9F\x98\x80"},
  };
  for (const auto& [name, character] : references) EXPECT_EQ(Reference(name), character) << name;
}
TEST(XmlReference, IsRefusedIfItIsNotACharacter) {
  for (const std::string_view name :
       {"", "nbsp", "#", "#x", "#0", "#xD800", "#x110000", "#1x", "#-1", "#99999999999", "AMP"}) {
    EXPECT_EQ(Reference(name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace countersign
