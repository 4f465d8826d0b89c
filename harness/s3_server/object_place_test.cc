#include "s3_server/object_place.h"

#include <gtest/gtest.h>

#include <vector>

namespace countersign {
namespace {

ObjectPlace Find(std::string_view host, std::string_view path) {
  static const std::vector<std::string> hosts = {"localhost", "s3.example.test"};
  static const std::vector<std::string> buckets = {"examplebucket", "files.example.test"};
  return FindPlace(host, path, hosts, buckets);
}
ObjectPlace InPath(std::string bucket, std::string key) {
  return {Addressing::kPath, std::move(bucket), std::move(key)};
}
ObjectPlace InHost(std::string bucket, std::string key) {
  return {Addressing::kVirtualHosted, std::move(bucket), std::move(key)};
}

TEST(ObjectPlace, FindsTheBucketInThePath) {
  EXPECT_EQ(Find("127.0.0.1:9000", "/examplebucket/a/b.txt"), InPath("examplebucket", "a/b.txt"));
  EXPECT_EQ(Find("[::1]:9000", "/examplebucket/a"), InPath("examplebucket", "a"));
  EXPECT_EQ(Find("s3.amazonaws.com", "/examplebucket/a"), InPath("examplebucket", "a"));
  EXPECT_EQ(Find("s3.eu-west-1.amazonaws.com", "/examplebucket/"), InPath("examplebucket", ""));
  EXPECT_EQ(Find("", "/examplebucket"), InPath("examplebucket", ""));
  EXPECT_EQ(Find("localhost:9000", "/"), InPath("", ""));
  EXPECT_EQ(Find("localhost:9000", ""), InPath("", ""));
}
TEST(ObjectPlace, FindsTheBucketBeforeAHost) {
  EXPECT_EQ(Find("examplebucket.localhost:9000", "/a/b"), InHost("examplebucket", "a/b"));
  EXPECT_EQ(Find("ExampleBucket.S3.Example.test.", "/a"), InHost("examplebucket", "a"));
  EXPECT_EQ(Find("my.dots.s3.amazonaws.com", "/a"), InHost("my.dots", "a"));
  EXPECT_EQ(Find("b.s3.eu-west-1.amazonaws.com:443", "/a"), InHost("b", "a"));
}
TEST(ObjectPlace, FindsTheBucketAsTheWholeHost) {
  EXPECT_EQ(Find("files.example.test:80", "/a"), InHost("files.example.test", "a"));
}
TEST(ObjectPlace, NeedsADotBetweenBucketAndHost) {
  EXPECT_EQ(Find("notlocalhost:9000", "/b/a"), InPath("b", "a"));
}
TEST(ObjectPlace, TreatsAnEncodedSlashAsASlash) {
  EXPECT_EQ(Find("x", "/b%2Fa%2fc"), InPath("b", "a/c"));
}
TEST(ObjectPlace, DecodesKeysOnceAndDoesNotNormaliseThem) {
  EXPECT_EQ(Find("x", "/b//a/../c%2e%2E/%252F+%2B%C3%BC"), InPath("b", "/a/../c../%2F +\xC3\xBC"));
}
TEST(Subresource, IsFoundByItsDecodedName) {
  EXPECT_EQ(FindSubresource("acl"), "acl");
  EXPECT_EQ(FindSubresource("x-id=GetObject&vers%69onId=3"), "versionId");
  EXPECT_EQ(FindSubresource("x-id=GetObject&X-Amz-Date=1&Acl"), std::nullopt);
}
TEST(Subresource, IsOneOfTheQueryParametersThatNameAnotherOperation) {
  for (const char* name : {"accelerate",
                           "acl",
                           "analytics",
                           "attributes",
                           "cors",
                           "delete",
                           "encryption",
                           "intelligent-tiering",
                           "inventory",
                           "legal-hold",
                           "lifecycle",
                           "list-type",
                           "location",
                           "logging",
                           "metrics",
                           "notification",
                           "object-lock",
                           "ownershipControls",
                           "partNumber",
                           "policy",
                           "policyStatus",
                           "replication",
                           "publicAccessBlock",
                           "requestPayment",
                           "restore",
                           "retention",
                           "select",
                           "session",
                           "tagging",
                           "torrent",
                           "uploadId",
                           "uploads",
                           "versionId",
                           "versioning",
                           "versions",
                           "website"}) {
    EXPECT_EQ(FindSubresource(name), name);
    EXPECT_EQ(FindSubresource(std::string(name) + "x"), std::nullopt);
  }
}

}  // namespace
}  // namespace countersign
