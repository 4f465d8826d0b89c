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

TEST(ServerAnswer, ReadsEveryClue) {
  const ServerAnswer answer = ReadServerAnswer(
      "<Error>\n<Code>\nAccessDenied\n</Code><BucketName>b</BucketName><Key> k </Key>"
      "<Resource>/b/k</Resource><Region>eu-west-1</Region><Endpoint>b.s3.example</Endpoint>"
      "<AWSAccessKeyId>AKID</AWSAccessKeyId><HeadersNotSigned>x-amz-acl</HeadersNotSigned>"
      "<ServerTime>t</ServerTime><Expires>e</Expires><RequestId>r</RequestId><HostId>h</HostId>"
      "</Error>");
  EXPECT_EQ(answer.code, "AccessDenied");
  EXPECT_EQ(answer.key, " k ");
  EXPECT_EQ(answer.region, "eu-west-1");
  EXPECT_EQ(answer.headers_not_signed, "x-amz-acl");
  EXPECT_EQ(answer.problem, "");
}

TEST(ServerAnswer, SaysWhatIsWrongWithTheDocument) {
  constexpr std::pair<const char*, const char*> kDocuments[] = {
      {" \n", "is empty"},
      {"<!DOCTYPE html><html><body>403</body></html>", "HTML page"},
      {"<Error><Code>AccessDenied</Code><Mess", "cut off"},
      {"{\"message\": \"Forbidden\"}", "no element <Code>"},
  };
  for (const auto& [text, words] : kDocuments) {
    EXPECT_NE(ReadServerAnswer(text).problem.find(words), std::string::npos) << text;
  }
}

TEST(ServerAnswer, ReadsADocumentInsideAnother) {
  const ServerAnswer answer =
      ReadServerAnswer("<pre>&lt;Error&gt;&lt;Code&gt;NoSuchKey&lt;/Code&gt;&lt;/Error&gt;</pre>");
  EXPECT_EQ(answer.code, "NoSuchKey");
  EXPECT_EQ(answer.problem, "");
}

}  // namespace
}  // namespace countersign
