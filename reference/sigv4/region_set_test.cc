#include "sigv4/region_set.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>

namespace countersign {
namespace {

// What S3 took and refused for us-east-1: brekkylab/backlot, measured 2026-09-29.
TEST(RegionSet, NamesTheRegionsThatS3Took) {
  for (const std::string_view region_set : {"*", "us-*", "*-1", "u*1", "**", "US-*", "us-east-1*",
                                            ",us-east-1", "us-west-2,us-east-1", "us-east-1"}) {
    EXPECT_TRUE(RegionSetNames(region_set, "us-east-1")) << region_set;
  }
}

TEST(RegionSet, NamesNoRegionThatS3Refused) {
  for (const std::string_view region_set :
       {"us-east-?", "us-east-10", "us-east-", "aws-global", "", "us-west-2, us-east-1",
        "us-east-1;us-west-2", "us-east-1 us-west-2"}) {
    EXPECT_FALSE(RegionSetNames(region_set, "us-east-1")) << region_set;
  }
}

TEST(RegionSet, GoesBackToTheLastStar) {
  for (const std::string_view region_set : {"us-*-1", "*a*t*-1"}) {
    EXPECT_TRUE(RegionSetNames(region_set, "us-gov-east-1")) << region_set;
  }
  for (const std::string_view region_set : {"*a*t*-2", "us-*-east-2", ",,,"}) {
    EXPECT_FALSE(RegionSetNames(region_set, "us-gov-east-1")) << region_set;
  }
  EXPECT_FALSE(RegionSetNames("us-*-east-1", "us-east-1"));
}

TEST(RegionSet, IsFastForManyStars) {
  std::string region_set;
  for (int i = 0; i < 20'000; ++i) region_set += "*a";
  EXPECT_FALSE(RegionSetNames(region_set, std::string(200, 'a') + "b"));
}

TEST(RegionSet, IsWrittenInTheOrderAsked) {
  EXPECT_EQ(RegionSetText({"us-west-2", "eu-*", "us-east-1"}), "us-west-2,eu-*,us-east-1");
  EXPECT_EQ(RegionSetText({"*"}), "*");
}

TEST(RegionSet, HasEntriesOfLettersDigitsHyphensAndStars) {
  EXPECT_TRUE(IsRegionPattern("us-gov-*"));
  EXPECT_TRUE(IsRegionPattern("*"));
  for (const std::string_view text :
       {"", " us-east-1", "us-east-1,us-west-2", "us_east_1", "us?"}) {
    EXPECT_FALSE(IsRegionPattern(text)) << text;
  }
}

std::string RefusedBy(std::string_view raw_query) {
  const QueryString query = ParseQueryString(raw_query);
  const Refusal refusal = CheckRegionSet(query, "us-east-1");
  return refusal ? std::string(RuleId(refusal->rule)) : "";
}

TEST(RegionSet, IsCheckedOnceDecoded) {
  struct Example {
    std::string_view raw_query;
    std::string_view refused_by;
  };
  for (const Example& one : std::initializer_list<Example>{
           {"X-Amz-Region-Set=us-west-2%2Cus-east-1", ""},
           {"X-Amz-Region-Set=%2A", ""},
           {"a=b", "region-set/required"},
           {"x-amz-region-set=us-east-1", "region-set/required"},
           {"X-Amz-Region-Set=", "region-set/required"},
           {"X-Amz-Region-Set=us-west-2", "region-set/names-the-region"},
           {"X-Amz-Region-Set=us-west-2%252Cus-east-1", "region-set/names-the-region"},
           {"X-Amz-Region-Set=us-east-1&X-Amz-Region-Set=us-east-1", "parameters/given-once"}}) {
    EXPECT_EQ(RefusedBy(one.raw_query), one.refused_by) << one.raw_query;
  }
}

}  // namespace
}  // namespace countersign
