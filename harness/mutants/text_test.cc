#include "mutants/text.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(WithAll, ReplacesEveryOccurrence) {
  EXPECT_EQ(WithAll("a%20b%20", "%20", "+"), "a+b+");
  EXPECT_EQ(WithAll("", "a", "b"), "");
}

TEST(LowerCaseEscapes, ChangesOnlyEscapes) {
  EXPECT_EQ(LowerCaseEscapes("A%2F%C3%9FB"), "A%2f%c3%9fB");
  EXPECT_EQ(LowerCaseEscapes("100%"), "100%");
}

TEST(EscapesDecoded, KeepsOtherEscapes) {
  EXPECT_EQ(EscapesDecoded("%21%2A%2F%2a", "!*"), "!*%2F*");
}

TEST(Latin1, ConvertsFromUtf8AndBack) {
  EXPECT_EQ(Latin1("\xC3\xA9t\xC3\xA9"), "\xE9t\xE9");
  EXPECT_EQ(Utf8OfLatin1("\xE9t\xE9"), "\xC3\xA9t\xC3\xA9");
  EXPECT_EQ(Utf8OfLatin1("\xC3\xA9"), "\xC3\x83\xC2\xA9");
}

// The example of Unicode Technical Report 26: U+10400 in CESU-8.
TEST(Cesu8, EncodesSurrogatesSeparately) {
  EXPECT_EQ(Cesu8("\xF0\x90\x90\x80"), "\xED\xA0\x81\xED\xB0\x80");
  EXPECT_EQ(Cesu8("a\xC3\xA9"), "a\xC3\xA9");
}

TEST(Composed, ReplacesLettersWithCombiningAccents) {
  EXPECT_EQ(Composed("Leti\xCC\x81"
                     "cia"),
            "Let\xC3\xAD"
            "cia");
}

TEST(Pairs, KeepOrderAndEmptyValues) { EXPECT_EQ(Joined(PairsOf("b=2&a=&b=1")), "b=2&a=&b=1"); }

TEST(RawParameter, IsFoundByItsWholeName) {
  std::string url = "https://h/?X-Amz-Date-Not=0&X-Amz-Date=1&X=2";
  EXPECT_EQ(RawParameter(url, "X-Amz-Date"), "1");
  SetRawParameter(url, "X-Amz-Date", "%31");
  EXPECT_EQ(url, "https://h/?X-Amz-Date-Not=0&X-Amz-Date=%31&X=2");
}

}  // namespace
}  // namespace countersign
