#include "s3/endpoint_check.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

namespace countersign {
namespace {

std::optional<Rule> RefusingHost(std::string_view host, std::string_view server,
                                 std::string_view bucket) {
  const Refusal refusal = CheckEndpoint({host, server, "examplebucket", bucket});
  if (!refusal) return std::nullopt;
  return refusal->rule;
}

TEST(CheckEndpoint, LetsARequestPassInTheBucketsRegion) {
  EXPECT_EQ(RefusingHost("examplebucket.s3.amazonaws.com", "eu-west-1", "eu-west-1"), std::nullopt);
  EXPECT_EQ(RefusingHost("s3.af-south-1.amazonaws.com", "af-south-1", "af-south-1"), std::nullopt);
  EXPECT_EQ(RefusingHost("", "RegionOne", "RegionOne"), std::nullopt);
}

// cperciva/bsdec2-image-upload#11
TEST(CheckEndpoint, RedirectsForNowFromTheGlobalEndpoint) {
  EXPECT_EQ(RefusingHost("examplebucket.s3.amazonaws.com", "us-east-1", "eu-central-1"),
            Rule::kTemporaryRedirect);
}

// transloadit/uppy#713, yanganto/s3rs#18
TEST(CheckEndpoint, RedirectsForGoodFromARegionalOne) {
  EXPECT_EQ(RefusingHost("s3.us-east-2.amazonaws.com", "us-east-2", "us-east-1"),
            Rule::kPermanentRedirect);
  EXPECT_EQ(RefusingHost("examplebucket.s3.us-east-1.amazonaws.com", "us-east-1", "ap-northeast-1"),
            Rule::kPermanentRedirect);
}

// aptly-dev/aptly#209
TEST(CheckEndpoint, RedirectsForGoodWhereThePathNamesTheBucket) {
  EXPECT_EQ(RefusingHost("s3.amazonaws.com", "us-east-1", "us-west-2"), Rule::kPermanentRedirect);
}

// iterate-ch/cyberduck#17301, boto/boto3#2622, cloud-custodian/cloud-custodian#8005
TEST(CheckEndpoint, RedirectsNobodyToOrFromANewerRegion) {
  EXPECT_EQ(RefusingHost("examplebucket.s3.amazonaws.com", "us-east-1", "eu-south-1"),
            Rule::kLocationConstraint);
  EXPECT_EQ(
      RefusingHost("examplebucket.s3.eu-central-1.amazonaws.com", "eu-central-1", "af-south-1"),
      Rule::kLocationConstraint);
  EXPECT_EQ(RefusingHost("examplebucket.s3.af-south-1.amazonaws.com", "af-south-1", "us-west-2"),
            Rule::kLocationConstraint);
}

TEST(CheckEndpoint, LetsAcceleratedRequestsFindTheBucket) {
  EXPECT_EQ(RefusingHost("examplebucket.s3-accelerate.amazonaws.com", "us-east-1", "eu-south-1"),
            std::nullopt);
}

// Whichever spelling, the name says where the request arrived: the server is not asked.
TEST(CheckEndpoint, KnowsWhereEachSpellingOfARegionalNameLeads) {
  for (const std::string_view endpoint :
       {"s3.af-south-1.amazonaws.com", "s3.dualstack.af-south-1.amazonaws.com",
        "s3-fips.af-south-1.amazonaws.com", "s3-af-south-1.amazonaws.com",
        "s3-accesspoint.af-south-1.amazonaws.com",
        "bucket.vpce-1a2b3c4d-5e6f.s3.af-south-1.vpce.amazonaws.com"}) {
    EXPECT_EQ(RefusingHost("b." + std::string(endpoint), "us-east-1", "eu-west-1"),
              Rule::kLocationConstraint)
        << endpoint;
  }
  EXPECT_EQ(RefusingHost("b.s3.cn-northwest-1.amazonaws.com.cn", "us-east-1", "cn-north-1"),
            Rule::kPermanentRedirect);
}

void ExpectRedirect(const Redirect& redirect, std::string_view endpoint, std::string_view bucket,
                    std::string_view bucket_region, std::string_view location) {
  EXPECT_EQ(redirect.endpoint, endpoint);
  EXPECT_EQ(redirect.bucket, bucket);
  EXPECT_EQ(redirect.bucket_region, bucket_region);
  EXPECT_EQ(redirect.location, location);
}

// cperciva/bsdec2-image-upload#11: header, elements, and where Location points.
TEST(CheckEndpoint, TellsWhereARequestIsToGoForNow) {
  const Refusal refusal =
      CheckEndpoint({"fra-redacted.s3.amazonaws.com", "us-east-1", "fra-redacted", "eu-central-1",
                     "https", "/592562b2/part0?X-Amz-Expires=60&X-Amz-Signature=ab"});
  ASSERT_TRUE(refusal && refusal->redirect);
  EXPECT_EQ(refusal->detail,
            "Please re-send this request to the specified temporary endpoint. Continue to use the "
            "original request endpoint for future requests.");
  ExpectRedirect(*refusal->redirect, "fra-redacted.s3.eu-central-1.amazonaws.com", "fra-redacted",
                 "eu-central-1",
                 "https://fra-redacted.s3.eu-central-1.amazonaws.com/592562b2/part0"
                 "?X-Amz-Expires=60&X-Amz-Signature=ab");
}

TEST(CheckEndpoint, SendsNobodyToAHostThatTheTargetWouldComplete) {
  Arrival arrival{"b.s3.amazonaws.com", "us-east-1", "b", "eu-central-1"};
  arrival.scheme = "https";
  arrival.target = ".evil.test/a";
  EXPECT_EQ(CheckEndpoint(arrival)->redirect->location, "");
  arrival.target = "/a";
  EXPECT_EQ(CheckEndpoint(arrival)->redirect->location,
            "https://b.s3.eu-central-1.amazonaws.com/a");
}

// yanganto/s3rs#18, JuliaCloud/AWSS3.jl#25: a 301 without Location.
TEST(CheckEndpoint, TellsWhereRequestsAreToGoForGoodButSendsNobodyThere) {
  const Refusal refusal = CheckEndpoint(
      {"ant-lab.s3.us-east-1.amazonaws.com", "us-east-1", "ant-lab", "ap-northeast-1"});
  ASSERT_TRUE(refusal && refusal->redirect);
  EXPECT_EQ(refusal->detail,
            "The bucket you are attempting to access must be addressed using the specified "
            "endpoint. Please send all future requests to this endpoint.");
  ExpectRedirect(*refusal->redirect, "ant-lab.s3.ap-northeast-1.amazonaws.com", "ant-lab",
                 "ap-northeast-1", "");
}

TEST(CheckEndpoint, PointsNowhereFromOrToANewerRegion) {
  EXPECT_FALSE(CheckEndpoint({"b.s3.amazonaws.com", "us-east-1", "b", "eu-south-1"})->redirect);
}

TEST(CheckEndpoint, CallsTheOldestRegionUnspecified) {
  EXPECT_EQ(CheckEndpoint({"b.s3.amazonaws.com", "us-east-1", "b", "af-south-1"})->detail,
            "The af-south-1 location constraint is incompatible for the region specific endpoint "
            "this request was sent to.");
  EXPECT_EQ(CheckEndpoint({"s3.ap-east-1.amazonaws.com", "ap-east-1", "b", "us-east-1"})->detail,
            "The unspecified location constraint is incompatible for the region specific endpoint "
            "this request was sent to.");
}

}  // namespace
}  // namespace countersign
