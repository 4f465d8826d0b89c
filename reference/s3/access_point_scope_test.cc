#include "s3/access_point_scope.h"

#include <gtest/gtest.h>

#include <string>

namespace countersign {
namespace {

AccessPoint WithScope(AccessPointScope scope) {
  return {"arn:aws:s3express:us-west-2:1:accesspoint/ap--usw2-az1--xa-s3", {}, {}, scope};
}

bool IsInScope(const AccessPoint& access_point, const char* method, const char* key,
               const char* raw_query = "") {
  return !CheckAccessPointScope(access_point, method, {"b--usw2-az1--x-s3", key},
                                ParseQueryString(raw_query));
}

TEST(AccessPointScope, LimitsTheOperations) {
  const AccessPoint reads = WithScope({{"GetObject", "ListBucket"}, {}});
  EXPECT_TRUE(IsInScope(reads, "GET", "key"));
  EXPECT_TRUE(IsInScope(reads, "HEAD", "key"));
  EXPECT_TRUE(IsInScope(reads, "GET", "", "list-type=2"));
  EXPECT_FALSE(IsInScope(reads, "PUT", "key"));
  EXPECT_FALSE(IsInScope(reads, "DELETE", "key"));
  EXPECT_FALSE(IsInScope(reads, "GET", "key", "attributes="));
}

TEST(AccessPointScope, LimitsTheObjects) {
  const AccessPoint some = WithScope({{}, {"logs/*", "report.csv"}});
  EXPECT_TRUE(IsInScope(some, "GET", "logs/a"));
  EXPECT_TRUE(IsInScope(some, "PUT", "report.csv"));
  EXPECT_FALSE(IsInScope(some, "GET", "log"));
  EXPECT_FALSE(IsInScope(some, "GET", "old/report.csv"));
  EXPECT_FALSE(IsInScope(some, "GET", "LOGS/a"));
}

TEST(AccessPointScope, EndsEachPrefixInAStar) {
  EXPECT_TRUE(IsInScope(WithScope({{}, {"report.csv"}}), "GET", "report.csv.old"));
  EXPECT_TRUE(IsInScope(WithScope({{}, {"logs/"}}), "GET", "logs/a/b"));
}

TEST(AccessPointScope, KnowsNoWildcardButTheStar) {
  EXPECT_FALSE(IsInScope(WithScope({{}, {"a?c"}}), "GET", "abc"));
  EXPECT_TRUE(IsInScope(WithScope({{}, {"a?c"}}), "GET", "a?c"));
  EXPECT_FALSE(IsInScope(WithScope({{}, {"a\\*c"}}), "GET", "abc"));
  EXPECT_TRUE(IsInScope(WithScope({{}, {"a\\*c"}}), "GET", "a*c"));
}

TEST(AccessPointScope, DoesNotLimitMakingASession) {
  EXPECT_TRUE(IsInScope(WithScope({{"PutObject"}, {"logs/*"}}), "GET", "", "session="));
}

TEST(AccessPointScope, LimitsNothingIfThereIsNone) {
  EXPECT_TRUE(IsInScope(WithScope({}), "DELETE", "key"));
  EXPECT_TRUE(IsInScope({"arn:aws:s3:us-west-2:1:accesspoint/ap"}, "DELETE", "key"));
}

TEST(AccessPointScope, NamesTheAccessPoint) {
  EXPECT_EQ(AccessPointName(WithScope({}).arn), "ap--usw2-az1--xa-s3");
}

}  // namespace
}  // namespace countersign
