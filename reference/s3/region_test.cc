#include "s3/region.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace countersign {
namespace {

// The regions of botocore 1.12.115 (2019-03-14), six days before the cut-off.
constexpr std::string_view kInMarch2019[] = {
    "ap-northeast-1", "ap-northeast-2", "ap-south-1",     "ap-southeast-1", "ap-southeast-2",
    "ca-central-1",   "eu-central-1",   "eu-north-1",     "eu-west-1",      "eu-west-2",
    "eu-west-3",      "sa-east-1",      "us-east-1",      "us-east-2",      "us-west-1",
    "us-west-2",      "cn-north-1",     "cn-northwest-1", "us-gov-east-1",  "us-gov-west-1",
};

// Those of botocore 1.43.11 in the aws partition that were not there yet.
constexpr std::string_view kSince[] = {
    "af-south-1",     "ap-east-1",      "ap-east-2",      "ap-south-2",     "ap-southeast-3",
    "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ca-west-1",
    "eu-central-2",   "eu-south-1",     "eu-south-2",     "il-central-1",   "me-central-1",
    "me-south-1",     "mx-central-1",
};

TEST(Region, IsFoundByItsNameAlone) {
  for (const Region& region : Regions()) EXPECT_EQ(FindRegion(region.name), &region);
  for (const std::string_view name : {"", "us-east", "us-east-11", "US-EAST-1", "aws-global"}) {
    EXPECT_EQ(FindRegion(name), nullptr) << name;
  }
}

TEST(Region, FromBeforeTheCutOffIsInTheListOfMarch2019AndNoOther) {
  for (const Region& region : Regions()) {
    const bool listed = std::count(std::begin(kInMarch2019), std::end(kInMarch2019), region.name);
    EXPECT_EQ(region.launch == Launch::kBeforeCutOff, listed) << region.name;
  }
}

TEST(Region, ThatCameSinceIsAfterTheCutOff) {
  for (const std::string_view name : kSince) {
    const Region* region = FindRegion(name);
    ASSERT_NE(region, nullptr) << name;
    EXPECT_EQ(region->launch, Launch::kAfterCutOff) << name;
    EXPECT_EQ(region->partition, Partition::kAws) << name;
  }
}

TEST(Region, WithoutAClearLaunchSaysSo) {
  EXPECT_EQ(FindRegion("ap-northeast-3")->launch, Launch::kUnclear);
  EXPECT_EQ(FindRegion("eusc-de-east-1")->launch, Launch::kUnclear);
}

TEST(Region, HasTheDnsSuffixOfItsPartition) {
  const std::pair<const char*, const char*> kSuffixes[] = {
      {"eu-west-1", "amazonaws.com"},       {"us-gov-west-1", "amazonaws.com"},
      {"cn-north-1", "amazonaws.com.cn"},   {"us-iso-east-1", "c2s.ic.gov"},
      {"us-isob-east-1", "sc2s.sgov.gov"},  {"eu-isoe-west-1", "cloud.adc-e.uk"},
      {"us-isof-east-1", "csp.hci.ic.gov"}, {"eusc-de-east-1", "amazonaws.eu"}};
  for (const auto& [region, suffix] : kSuffixes) {
    EXPECT_EQ(DnsSuffix(FindRegion(region)->partition), suffix) << region;
  }
}

using RegionPairs = std::initializer_list<std::pair<const char*, const char*>>;

// Each pair: the region where a request arrives, and the bucket's.
void ExpectRedirects(RegionPairs redirected, RegionPairs not_redirected) {
  for (const auto& [from, to] : redirected)
    EXPECT_TRUE(RedirectsBetween(from, to)) << from << " " << to;
  for (const auto& [from, to] : not_redirected) {
    EXPECT_FALSE(RedirectsBetween(from, to)) << from << " " << to;
  }
}

TEST(RedirectsBetween, TakesTwoOlderRegions) {
  ExpectRedirects(
      {{"us-east-1", "us-west-2"}, {"eu-north-1", "us-east-1"}},
      {{"us-east-1", "af-south-1"}, {"af-south-1", "us-east-1"}, {"ap-east-1", "af-south-1"}});
}

TEST(RedirectsBetween, StaysInThePartition) {
  ExpectRedirects({{"cn-north-1", "cn-northwest-1"}},
                  {{"us-east-1", "cn-north-1"}, {"us-gov-west-1", "us-west-2"}});
}

TEST(RedirectsBetween, TakesAnUnknownRegionForALaterOne) {
  ExpectRedirects({}, {{"us-east-1", "xx-new-1"}, {"RegionOne", "us-east-1"}});
}

}  // namespace
}  // namespace countersign
