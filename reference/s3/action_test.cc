#include "s3/action.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace countersign {
namespace {

const ObjectAddress kObject{"examplebucket", "test.txt"};
const ObjectAddress kBucket{"examplebucket", ""};

std::string ActionFor(std::string_view method, const ObjectAddress& address,
                      std::string_view query = "") {
  return ActionOf(method, address, ParseQueryString(query));
}

struct Asked {
  const char* method;
  const char* query;
  const char* action;
};

void ExpectActions(const ObjectAddress& address, std::initializer_list<Asked> all) {
  for (const Asked& asked : all) {
    EXPECT_EQ(ActionFor(asked.method, address, asked.query), asked.action) << asked.method;
  }
}

TEST(Action, FollowsTheMethodOnAnObject) {
  ExpectActions(kObject, {{"GET", "", "s3:GetObject"},
                          {"HEAD", "", "s3:GetObject"},
                          {"PUT", "", "s3:PutObject"},
                          {"DELETE", "", "s3:DeleteObject"}});
}

TEST(Action, IsAnotherForAVersion) {
  ExpectActions(kObject, {{"GET", "versionId=3", "s3:GetObjectVersion"},
                          {"HEAD", "versionId=3", "s3:GetObjectVersion"},
                          {"DELETE", "versionId=3", "s3:DeleteObjectVersion"},
                          {"GET", "versionId=3&tagging", "s3:GetObjectVersionTagging"},
                          {"PUT", "acl&versionId=3", "s3:PutObjectVersionAcl"},
                          {"PUT", "tagging&versionId=3", "s3:PutObjectVersionTagging"},
                          {"GET", "acl&versionId=3", "s3:GetObjectVersionAcl"},
                          {"DELETE", "tagging&versionId=3", "s3:DeleteObjectVersionTagging"},
                          {"GET", "versionid=3", "s3:GetObject"}});
}

TEST(Action, FollowsTheSubresource) {
  ExpectActions(kObject,
                {{"GET", "acl", "s3:GetObjectAcl"}, {"PUT", "tagging=", "s3:PutObjectTagging"}});
  ExpectActions(kBucket, {{"GET", "versions", "s3:ListBucketVersions"},
                          {"PUT", "policy", "s3:PutBucketPolicy"}});
}

TEST(Action, OfAMultipartUploadIsPutObjectUntilItIsAborted) {
  ExpectActions(kObject, {{"POST", "uploads", "s3:PutObject"},
                          {"PUT", "partNumber=1&uploadId=u", "s3:PutObject"},
                          {"POST", "uploadId=u", "s3:PutObject"},
                          {"GET", "uploadId=u", "s3:ListMultipartUploadParts"},
                          {"DELETE", "uploadId=u", "s3:AbortMultipartUpload"}});
}

TEST(Action, OfABucketAndOfTheService) {
  ExpectActions(kBucket, {{"GET", "list-type=2&prefix=a", "s3:ListBucket"},
                          {"HEAD", "", "s3:ListBucket"},
                          {"DELETE", "", "s3:DeleteBucket"}});
  EXPECT_EQ(ActionFor("GET", {}), "s3:ListAllMyBuckets");
}

TEST(Action, HasThePrefixOfItsService) {
  const QueryString none = ParseQueryString("");
  const auto action = [&](const char* service, const char* host, const char* method,
                          const ObjectAddress& address) {
    return ServiceActionOf(service, host, method, address, none);
  };
  EXPECT_EQ(action("s3", "", "GET", kObject), "s3:GetObject");
  EXPECT_EQ(action("s3-outposts", "", "PUT", kObject), "s3-outposts:PutObject");
  EXPECT_EQ(action("s3-object-lambda", "", "HEAD", kObject), "s3-object-lambda:GetObject");
  const char* zone = "b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com";
  EXPECT_EQ(action("s3express", zone, "GET", kObject), "s3express:CreateSession");
  EXPECT_EQ(action("s3express", zone, "HEAD", kBucket), "s3express:CreateSession");
  const char* control = "S3Express-control.us-west-2.amazonaws.com";
  EXPECT_EQ(action("s3express", control, "GET", {}), "s3express:ListAllMyDirectoryBuckets");
  EXPECT_EQ(action("s3express", control, "DELETE", kBucket), "s3express:DeleteBucket");
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
