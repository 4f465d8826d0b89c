#include "s3_server/error_xml.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

std::string MessageElement(std::string message) {
  const std::string xml = ErrorXml({"C", std::move(message), {}}, "R", "H");
  const std::size_t start = xml.find("<Message>") + 9;
  return xml.substr(start, xml.find("</Message>") - start);
}

// The order of elements is that of documents recorded from S3.
TEST(ErrorXml, HasCodeMessageDetailsAndIdsInS3sOrder) {
  EXPECT_EQ(
      ErrorXml({"AccessDenied", "Request has expired", {{"X-Amz-Expires", "60"}}}, "4442", "h"),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<Error><Code>AccessDenied</Code><Message>Request has expired</Message>"
      "<X-Amz-Expires>60</X-Amz-Expires><RequestId>4442</RequestId><HostId>h</HostId></Error>");
}
TEST(ErrorXml, EscapesMarkup) {
  EXPECT_EQ(MessageElement("<a href=\"x\">&]]>"), "&lt;a href=\"x\"&gt;&amp;]]&gt;");
}
TEST(ErrorXml, KeepsLineFeedsAndCarriageReturns) {
  EXPECT_EQ(MessageElement("GET\n/\r\n"), "GET\n/&#13;\n");
}
TEST(ErrorXml, KeepsUtf8) {
  EXPECT_EQ(MessageElement("gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80"),
            "gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80");
}
TEST(ErrorXml, ReplacesWhatXmlCannotHold) {
  using namespace std::string_literals;
  const std::string replaced = "\xEF\xBF\xBD";
  EXPECT_EQ(MessageElement("a\0b"s), "a" + replaced + "b");
  EXPECT_EQ(MessageElement("\x1B[2J"), replaced + "[2J");
  EXPECT_EQ(MessageElement("\xFF\xC3"), replaced + replaced);
  EXPECT_EQ(MessageElement("\xEF\xBF\xBE"), replaced);
}
TEST(HexPairs, SeparatesOctetsBySpaces) {
  EXPECT_EQ(HexPairs("GET\n\xFF"), "47 45 54 0a ff");
  EXPECT_EQ(HexPairs(""), "");
}

}  // namespace
}  // namespace countersign
