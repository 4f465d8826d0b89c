#include "live_server/legal_values.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(LegalValues, ReplacesWhatServersDoNotKnow) {
  const LegalValues legal("/b/k?versionId=3sL4kqtJlcpXroDTDmJ");
  EXPECT_EQ(legal.For("x-amz-storage-class", "STANDARD_IA"), "STANDARD");
  EXPECT_EQ(legal.For("versionid", "3sL4kqtJlcpXroDTDmJ"), "null");
  EXPECT_EQ(legal.For("uploadid", "sample.upload.id"), "VXBsb2FkIElE");
  EXPECT_EQ(legal.For("partnumber", "0"), "1");
}

TEST(LegalValues, LeavesEverythingElse) {
  const LegalValues legal("/b/k?partNumber=2&x=1");
  EXPECT_EQ(legal.For("partnumber", "2"), "2");
  EXPECT_EQ(legal.For("x", "STANDARD_IA"), "STANDARD_IA");
  EXPECT_EQ(legal.For("versionid", ""), "");
}

// A case that changes the version id signs one and sends another.
TEST(LegalValues, KeepsTwoVersionIdsApart) {
  const LegalValues legal("/b/k?versionId=1&versionId=2");
  EXPECT_EQ(legal.For("versionid", "2"), "null");
  const std::string other = legal.For("versionid", "1");
  EXPECT_EQ(other.size(), 36u);
  EXPECT_EQ(other[8], '-');
  EXPECT_EQ(other.substr(13, 2), "-4");
  EXPECT_NE(other, legal.For("versionid", "3"));
}

TEST(WhyNoOperation, NamesRequestsThatS3DoesNotHave) {
  EXPECT_NE(WhyNoOperation("GET", "/b/k?versions"), std::nullopt);
  EXPECT_NE(WhyNoOperation("PUT", "/b/k?uploadId=a"), std::nullopt);
  EXPECT_EQ(WhyNoOperation("PUT", "/b/k?partNumber=1&uploadId=a"), std::nullopt);
  EXPECT_NE(WhyNoOperation("GET", "/b/k?partNumber=1&uploadId=a"), std::nullopt);
  EXPECT_EQ(WhyNoOperation("GET", "/b/k?uploadId=a"), std::nullopt);
  EXPECT_EQ(WhyNoOperation("GET", "/b/k?partNumber=1"), std::nullopt);
}

}  // namespace
}  // namespace countersign
