#include "s3/resource.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

const AccessPoint kPlainPoint{"arn:aws:s3:us-west-2:123456789012:accesspoint/test"};
const AccessPoint kOnOutpost{
    "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01ac5d28a6a232904/accesspoint/ap"};
const AccessPoint kLambdaPoint{
    "arn:aws:s3-object-lambda:us-east-1:111122223333:accesspoint/my-olap"};

// "Referencing access points": ARNs for objects accessed through an access point.
TEST(Resource, ThroughAnAccessPointHasObjectBeforeTheKey) {
  EXPECT_EQ(AccessPointResource({"b", "unit-01/finance"}, "s3", kPlainPoint),
            "arn:aws:s3:us-west-2:123456789012:accesspoint/test/object/unit-01/finance");
  EXPECT_EQ(AccessPointResource({"b", ""}, "s3", kPlainPoint), kPlainPoint.arn);
}

// "Setting up IAM with S3 on Outposts": ARNs for S3 on Outposts.
TEST(Resource, OnAnOutpostNamesTheOutpost) {
  const std::string outpost =
      "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-01ac5d28a6a232904";
  const BucketPlace place{"s3-outposts", "us-west-2", "123456789012", &kOnOutpost};
  EXPECT_EQ(BucketResource({"b", "myobject"}, place), outpost + "/bucket/b/object/myobject");
  EXPECT_EQ(BucketResource({"b", ""}, place), outpost + "/bucket/b");
  EXPECT_EQ(AccessPointResource({"b", "myobject"}, "s3-outposts", kOnOutpost),
            outpost + "/accesspoint/ap/object/myobject");
}

TEST(Resource, OfObjectLambdaIsTheAccessPoint) {
  EXPECT_EQ(AccessPointResource({"b", "key"}, "s3-object-lambda", kLambdaPoint), kLambdaPoint.arn);
}

TEST(Resource, OfS3ExpressIsTheDirectoryBucket) {
  const BucketPlace place{"s3express", "us-west-2", "111122223333"};
  const std::string arn = "arn:aws:s3express:us-west-2:111122223333:bucket/b--usw2-az1--x-s3";
  EXPECT_EQ(BucketResource({"b--usw2-az1--x-s3", "key"}, place), arn);
  EXPECT_EQ(BucketResource({"b--usw2-az1--x-s3", ""}, place), arn);
  EXPECT_EQ(BucketResource({"", ""}, place), "*");
  EXPECT_EQ(BucketResource({"b", ""}, {"s3express", "cn-north-1", "1"}),
            "arn:aws-cn:s3express:cn-north-1:1:bucket/b");
}

TEST(Resource, OfS3IsTheObject) {
  EXPECT_EQ(BucketResource({"b", "key"}, {"s3", "us-west-2", "1", &kPlainPoint}),
            "arn:aws:s3:::b/key");
}

}  // namespace
}  // namespace countersign
