#include "s3_server/error_xml.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

// The order of elements is that of documents recorded from S3.
TEST(ErrorXml, HasCodeMessageDetailsAndIdsInTheOrderOfS3) {
  EXPECT_EQ(
      ErrorXml({"AccessDenied", "Request has expired", {{"X-Amz-Expires", "60"}}}, "4442", "h"),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<Error><Code>AccessDenied</Code><Message>Request has expired</Message>"
      "<X-Amz-Expires>60</X-Amz-Expires><RequestId>4442</RequestId><HostId>h</HostId></Error>");
}
TEST(ErrorXml, EscapesTexts) {
  const std::string xml = ErrorXml({"C", "<\xFF>", {}}, "R", "H");
  EXPECT_NE(xml.find("<Message>&lt;\xEF\xBF\xBD&gt;</Message>"), std::string::npos) << xml;
}
TEST(HexPairs, SeparatesBytesBySpaces) {
  EXPECT_EQ(HexPairs("GET\n\xFF"), "47 45 54 0a ff");
  EXPECT_EQ(HexPairs(""), "");
}

}  // namespace
}  // namespace countersign
