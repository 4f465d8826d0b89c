#include "explain/server_answer.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(ServerAnswer, DecodesEntities) {
  const ServerAnswer answer = ReadServerAnswer(
      "<?xml version=\"1.0\"?>\n<Error><Code>SignatureDoesNotMatch</Code><Message>a &lt; "
      "b</Message>"
      "<CanonicalRequest>GET\r\n/\nA=1&amp;B=&#x26;&#233;&nosuch;</CanonicalRequest>"
      "<SignatureProvided>ab</SignatureProvided></Error>");
  EXPECT_EQ(answer.code, "SignatureDoesNotMatch");
  EXPECT_EQ(answer.message, "a < b");
  EXPECT_EQ(answer.canonical_request, "GET\n/\nA=1&B=&\xC3\xA9&nosuch;");
  EXPECT_EQ(answer.signature_provided, "ab");
  EXPECT_FALSE(answer.string_to_sign.has_value());
}

TEST(ServerAnswer, PrefersExactBytes) {
  const ServerAnswer answer = ReadServerAnswer(
      "<StringToSign>?</StringToSign><StringToSignBytes>41 57 0a ff"
      "</StringToSignBytes>");
  EXPECT_EQ(answer.string_to_sign, "AW\n\xFF");
}

TEST(ServerAnswer, IsEmptyForOtherText) {
  for (const char* text : {"", "<Code>", "not XML & not text", "<Code>x</Message>"}) {
    const ServerAnswer answer = ReadServerAnswer(text);
    EXPECT_FALSE(answer.code.has_value()) << text;
    EXPECT_FALSE(answer.canonical_request.has_value()) << text;
  }
}

TEST(ServerAnswer, UsesTheTextIfTheBytesAreInvalid) {
  const ServerAnswer answer = ReadServerAnswer(
      "<CanonicalRequest>GET</CanonicalRequest><CanonicalRequestBytes>4 "
      "zz</CanonicalRequestBytes>");
  EXPECT_EQ(answer.canonical_request, "GET");
}

}  // namespace
}  // namespace countersign
