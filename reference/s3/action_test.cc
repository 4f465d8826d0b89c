#include "s3/action.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

const ObjectAddress kObject{"examplebucket", "test.txt"};
const ObjectAddress kBucket{"examplebucket", ""};

std::string ActionFor(std::string_view method, const ObjectAddress& address,
                      std::string_view query = "") {
  return ActionOf(method, address, ParseQueryString(query));
}

TEST(Action, FollowsTheMethodOnAnObject) {
  EXPECT_EQ(ActionFor("GET", kObject), "s3:GetObject");
  EXPECT_EQ(ActionFor("HEAD", kObject), "s3:GetObject");
  EXPECT_EQ(ActionFor("PUT", kObject), "s3:PutObject");
  EXPECT_EQ(ActionFor("DELETE", kObject), "s3:DeleteObject");
}

TEST(Action, IsAnotherForAVersion) {
  EXPECT_EQ(ActionFor("GET", kObject, "versionId=3"), "s3:GetObjectVersion");
  EXPECT_EQ(ActionFor("HEAD", kObject, "versionId=3"), "s3:GetObjectVersion");
  EXPECT_EQ(ActionFor("DELETE", kObject, "versionId=3"), "s3:DeleteObjectVersion");
  EXPECT_EQ(ActionFor("GET", kObject, "versionId=3&tagging"), "s3:GetObjectVersionTagging");
  EXPECT_EQ(ActionFor("GET", kObject, "versionid=3"), "s3:GetObject");
}

TEST(Action, FollowsTheSubresource) {
  EXPECT_EQ(ActionFor("GET", kObject, "acl"), "s3:GetObjectAcl");
  EXPECT_EQ(ActionFor("PUT", kObject, "tagging="), "s3:PutObjectTagging");
  EXPECT_EQ(ActionFor("GET", kBucket, "versions"), "s3:ListBucketVersions");
  EXPECT_EQ(ActionFor("PUT", kBucket, "policy"), "s3:PutBucketPolicy");
}

TEST(Action, OfAMultipartUploadIsPutObjectUntilItIsAborted) {
  EXPECT_EQ(ActionFor("POST", kObject, "uploads"), "s3:PutObject");
  EXPECT_EQ(ActionFor("PUT", kObject, "partNumber=1&uploadId=u"), "s3:PutObject");
  EXPECT_EQ(ActionFor("POST", kObject, "uploadId=u"), "s3:PutObject");
  EXPECT_EQ(ActionFor("GET", kObject, "uploadId=u"), "s3:ListMultipartUploadParts");
  EXPECT_EQ(ActionFor("DELETE", kObject, "uploadId=u"), "s3:AbortMultipartUpload");
}

TEST(Action, OfABucketAndOfTheService) {
  EXPECT_EQ(ActionFor("GET", kBucket, "list-type=2&prefix=a"), "s3:ListBucket");
  EXPECT_EQ(ActionFor("HEAD", kBucket), "s3:ListBucket");
  EXPECT_EQ(ActionFor("DELETE", kBucket), "s3:DeleteBucket");
  EXPECT_EQ(ActionFor("GET", {}), "s3:ListAllMyBuckets");
}

TEST(Action, LeavesOtherParametersAlone) {
  EXPECT_EQ(ActionFor("GET", kObject, "x-id=GetObject&response-content-type=text%2Fplain"),
            "s3:GetObject");
}

TEST(Action, OfWhatTheTableHasNotIsNamedByWildcardsAlone) {
  EXPECT_EQ(ActionFor("GET", kBucket, "website"), "s3:UnknownOperation");
  EXPECT_EQ(ActionFor("PATCH", kObject), "s3:UnknownOperation");
  EXPECT_EQ(ActionFor("get", kObject), "s3:UnknownOperation");
  EXPECT_EQ(ActionFor("DELETE", kObject, "acl"), "s3:UnknownOperation");
}

}  // namespace
}  // namespace countersign
