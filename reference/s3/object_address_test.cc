#include "s3/object_address.h"

#include <gtest/gtest.h>

#include <vector>

namespace countersign {
namespace {

const std::vector<std::string> kHosts = {"s3.us-east-1.amazonaws.com", "storage.example.com:9000"};

ObjectAddress Find(std::string_view path, std::string_view host) {
  return FindObject(path, host, kHosts, "examplebucket");
}

TEST(ObjectAddress, IsInThePathWhereHostIsTheServersOwnName) {
  const ObjectAddress object{"examplebucket", "a/b.txt"};
  EXPECT_EQ(Find("/examplebucket/a/b.txt", "s3.us-east-1.amazonaws.com"), object);
  EXPECT_EQ(Find("/examplebucket/a/b.txt", "S3.us-east-1.amazonaws.com:443"), object);
  EXPECT_EQ(Find("/examplebucket/a/b.txt", "storage.example.com:9000"), object);
  EXPECT_EQ(Find("/examplebucket/", "s3.us-east-1.amazonaws.com"),
            (ObjectAddress{"examplebucket", ""}));
  EXPECT_EQ(Find("/examplebucket", "s3.us-east-1.amazonaws.com"),
            (ObjectAddress{"examplebucket", ""}));
  EXPECT_EQ(Find("/", "s3.us-east-1.amazonaws.com"), (ObjectAddress{"", ""}));
}

TEST(ObjectAddress, HasItsBucketInAnyOtherHost) {
  EXPECT_EQ(Find("/a/b.txt", "examplebucket.s3.us-east-1.amazonaws.com"),
            (ObjectAddress{"examplebucket", "a/b.txt"}));
  EXPECT_EQ(Find("", "examplebucket.s3.us-east-1.amazonaws.com"),
            (ObjectAddress{"examplebucket", ""}));
  EXPECT_EQ(Find("/a", "[::1]:9000"), (ObjectAddress{"examplebucket", "a"}));
  EXPECT_EQ(Find("/a", "[::1]"), (ObjectAddress{"examplebucket", "a"}));
}

TEST(ObjectAddress, IsDecodedOnceAndKeepsItsSlashes) {
  const std::string_view host = "examplebucket.s3.us-east-1.amazonaws.com";
  EXPECT_EQ(Find("/a%20b%2Fc%2525+%2B", host).key, "a b/c%25 +");
  EXPECT_EQ(Find("//a", host).key, "/a");
  EXPECT_EQ(Find("/a/../b", host).key, "a/../b");
}

TEST(ObjectAddress, HasAnArnInItsPartition) {
  EXPECT_EQ(ArnOf({"examplebucket", "a/b"}, "us-east-1"), "arn:aws:s3:::examplebucket/a/b");
  EXPECT_EQ(ArnOf({"examplebucket", ""}, "us-east-1"), "arn:aws:s3:::examplebucket");
  EXPECT_EQ(ArnOf({"", ""}, "us-east-1"), "*");
  EXPECT_EQ(ArnOf({"examplebucket", ""}, "cn-north-1"), "arn:aws-cn:s3:::examplebucket");
  EXPECT_EQ(ArnOf({"examplebucket", ""}, "us-gov-west-1"), "arn:aws-us-gov:s3:::examplebucket");
  EXPECT_EQ(ArnOf({"examplebucket", ""}, "nowhere-1"), "arn:aws:s3:::examplebucket");
}

}  // namespace
}  // namespace countersign
