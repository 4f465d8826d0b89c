#include "sigv4/service.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(Service, KnowsTheS3FamilyByTheNamesItSignsWith) {
  for (const char* name : {"s3", "s3express", "s3-outposts", "s3-object-lambda"}) {
    EXPECT_TRUE(IsS3Service(name)) << name;
  }
  for (const char* name : {"", "S3", "s3-control", "sts", "service", "s3 "}) {
    EXPECT_FALSE(IsS3Service(name)) << name;
  }
}

TEST(Service, PutsTheTokenOfAnExpressSessionIntoAParameterOfItsOwn) {
  EXPECT_EQ(TokenParameter(TokenIssuer::kCreateSession), "X-Amz-S3session-Token");
  EXPECT_EQ(TokenParameter(TokenIssuer::kSts), "X-Amz-Security-Token");
}

}  // namespace
}  // namespace countersign
