#include "live_server/error_document.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(ErrorDocument, IsReadAsS3WritesIt) {
  // The example of AWS's documentation of error responses, with the elements of a signature.
  const auto error = ParseErrorDocument(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<Error>\n  <Code>SignatureDoesNotMatch</Code>\n"
      "  <Message>The request signature we calculated &amp; yours</Message>\n"
      "  <StringToSign>AWS4-HMAC-SHA256\n20130524T000000Z</StringToSign>"
      "<CanonicalRequest>GET&#10;/a&#x2F;b\n&lt;&gt;&quot;&apos;&#xe4;&#x1F600;</CanonicalRequest>"
      "<RequestId>4442587FB7D0A2F9</RequestId>\n</Error>\n");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, "SignatureDoesNotMatch");
  EXPECT_EQ(error->message, "The request signature we calculated & yours");
  EXPECT_EQ(error->string_to_sign, "AWS4-HMAC-SHA256\n20130524T000000Z");
  EXPECT_EQ(error->canonical_request, "GET\n/a/b\n<>\"'\xC3\xA4\xF0\x9F\x98\x80");
}

TEST(ErrorDocument, MayHaveOtherFormsOfXml) {
  const auto error = ParseErrorDocument(
      "\xEF\xBB\xBF<!-- c --><Error xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
      "<Code><![CDATA[A&B]]></Code><Message/><Detail><Code>inner</Code></Detail></Error >");
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, "A&B");
  EXPECT_EQ(error->message, "");
}

TEST(ErrorDocument, IsRefusedIfItIsSomethingElse) {
  for (const std::string_view body :
       {"", "404 page not found", "<html><Code>x</Code></html>", "<Error></Error>",
        "<Error><Code>x</Code>", "<Error><Code>x</Error>", "<Error><Code>x</Message></Error>",
        "<Error><Code>x</Code></Error>trailing", "<Error><Code>&nbsp;</Code></Error>",
        "<Error><Code>&#0;</Code></Error>", "<Error><Code>a & b</Code></Error>",
        "<Error><Code>x</Code></Error><Error><Code>y</Code></Error>",
        "<Errors><Error><Code>x</Code></Error></Errors>", "</Error>", "<Error", "<",
        "<!DOCTYPE Error><Error><Code>x</Code></Error>"}) {
    EXPECT_FALSE(ParseErrorDocument(body)) << body;
  }
}

TEST(ErrorDocument, MustNotBeDeeplyNested) {
  std::string body = "<Error><Code>x</Code>";
  for (int i = 0; i < 100'000; ++i) body += "<a>";
  EXPECT_FALSE(ParseErrorDocument(body));
}

}  // namespace
}  // namespace countersign
