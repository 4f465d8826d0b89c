#include "s3/header_permission.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace countersign {
namespace {

using Actions = std::vector<std::string>;

struct AskedPermission {
  HttpRequest request;
  ObjectAddress address = {"b", "key"};
  std::string service = "s3";

  AskedPermission(std::string method, std::string raw_query, std::vector<HeaderField> headers) {
    request.method = std::move(method);
    request.target = "/b/key?" + std::move(raw_query);
    request.headers = std::move(headers);
  }
  Actions OfHeaders() const {
    return ActionsOfHeaders(service, request, address,
                            ParseQueryString(SplitTarget(request.target).raw_query));
  }
  std::optional<CopySource> Source() const {
    return CopySourceOf(service, request, address,
                        ParseQueryString(SplitTarget(request.target).raw_query));
  }
};

TEST(HeaderPermission, AnUploadNeedsMoreForItsAclTagsAndLock) {
  EXPECT_EQ(AskedPermission("PUT", "", {}).OfHeaders(), Actions());
  EXPECT_EQ(AskedPermission("PUT", "", {{"X-Amz-Acl", "private"}, {"x-amz-grant-read", "id=1"}})
                .OfHeaders(),
            Actions{"s3:PutObjectAcl"});
  EXPECT_EQ(AskedPermission("PUT", "x-amz-acl=public-read", {}).OfHeaders(),
            Actions{"s3:PutObjectAcl"});
  const AskedPermission begun("POST", "uploads=",
                              {{"x-amz-tagging", "a=b"},
                               {"x-amz-object-lock-mode", "GOVERNANCE"},
                               {"x-amz-object-lock-retain-until-date", "2030-01-01T00:00:00Z"},
                               {"x-amz-object-lock-legal-hold", "ON"}});
  EXPECT_EQ(begun.OfHeaders(),
            (Actions{"s3:PutObjectTagging", "s3:PutObjectRetention", "s3:PutObjectLegalHold"}));
}

TEST(HeaderPermission, HeadersWithoutAMeaningNeedNothing) {
  EXPECT_EQ(AskedPermission("GET", "", {{"x-amz-acl", "private"}}).OfHeaders(), Actions());
  EXPECT_EQ(
      AskedPermission("PUT", "partNumber=1&uploadId=u", {{"x-amz-acl", "private"}}).OfHeaders(),
      Actions());
  AskedPermission express("PUT", "", {{"x-amz-acl", "private"}});
  express.service = "s3express";
  EXPECT_EQ(express.OfHeaders(), Actions());
}

TEST(HeaderPermission, ANewBucketNeedsMoreForItsAcl) {
  AskedPermission bucket("PUT", "",
                         {{"x-amz-acl", "private"}, {"x-amz-object-ownership", "ObjectWriter"}});
  bucket.address.key.clear();
  EXPECT_EQ(bucket.OfHeaders(), (Actions{"s3:PutBucketAcl", "s3:PutBucketOwnershipControls"}));
  bucket.request.headers = {{"x-amz-bucket-object-lock-enabled", "true"}};
  EXPECT_EQ(bucket.OfHeaders(),
            (Actions{"s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"}));
  bucket.request.headers = {{"x-amz-bucket-object-lock-enabled", "false"}};
  EXPECT_EQ(bucket.OfHeaders(), Actions());
}

TEST(HeaderPermission, ABypassIsAPermission) {
  const HeaderField bypass = {"x-amz-bypass-governance-retention", "True"};
  const Actions expected = {"s3:BypassGovernanceRetention"};
  EXPECT_EQ(AskedPermission("DELETE", "versionId=1", {bypass}).OfHeaders(), expected);
  EXPECT_EQ(AskedPermission("PUT", "retention=", {bypass}).OfHeaders(), expected);
  EXPECT_EQ(AskedPermission("DELETE", "", {{bypass.name, "false"}}).OfHeaders(), Actions());
  EXPECT_EQ(AskedPermission("PUT", "", {bypass}).OfHeaders(), Actions());
}

std::optional<CopySource> SourceNamed(const char* value, std::string service = "s3") {
  AskedPermission copy("PUT", "", {{"x-amz-copy-source", value}});
  copy.service = std::move(service);
  return copy.Source();
}

TEST(HeaderPermission, ACopyReadsItsSource) {
  EXPECT_EQ(SourceNamed("/other/a%20b.txt")->address, (ObjectAddress{"other", "a b.txt"}));
  EXPECT_EQ(SourceNamed("other/c/d")->address, (ObjectAddress{"other", "c/d"}));
  EXPECT_EQ(SourceNamed("other")->address, (ObjectAddress{"other", ""}));
  EXPECT_EQ(SourceNamed("other/c")->action, "s3:GetObject");
  EXPECT_EQ(SourceNamed("other/c?versionId=1")->action, "s3:GetObjectVersion");
  EXPECT_EQ(SourceNamed("other/c%3FversionId=1")->address.key, "c?versionId=1");
  EXPECT_EQ(SourceNamed("arn%3Aaws%3As3%3Aus-west-2%3A1%3Aaccesspoint/a/object/c")->arn,
            "arn:aws:s3:us-west-2:1:accesspoint/a/object/c");
}

TEST(HeaderPermission, TheSourcesBucketDecidesTheAction) {
  EXPECT_EQ(SourceNamed("d--usw2-az1--x-s3/c")->action, "s3express:CreateSession");
  EXPECT_EQ(SourceNamed("b/c", "s3express")->action, "s3:GetObject");
}

TEST(HeaderPermission, OnlyCopiesHaveASource) {
  const HeaderField source = {"x-amz-copy-source", "b/c"};
  EXPECT_TRUE(AskedPermission("PUT", "partNumber=1&uploadId=u", {source}).Source());
  EXPECT_FALSE(AskedPermission("PUT", "", {}).Source());
  EXPECT_FALSE(AskedPermission("GET", "", {source}).Source());
  EXPECT_FALSE(AskedPermission("POST", "uploads=", {source}).Source());
  EXPECT_FALSE(AskedPermission("PUT", "acl=", {source}).Source());
}

}  // namespace
}  // namespace countersign
