#include "s3/endpoint.h"

#include <gtest/gtest.h>

#include <span>

#include "s3/region.h"

namespace countersign {
namespace {

struct Row {
  std::string_view host;
  EndpointKind kind;
  std::string_view region;
  std::string_view name;
};

void ExpectAll(std::span<const Row> rows) {
  for (const Row& row : rows) {
    const EndpointName endpoint = ParseEndpoint(row.host);
    EXPECT_EQ(endpoint.kind, row.kind) << row.host;
    EXPECT_EQ(endpoint.region, row.region) << row.host;
    EXPECT_EQ(endpoint.name, row.name) << row.host;
  }
}

TEST(Endpoint, IsReadAsTheUserGuidesPageOnVirtualHostingWritesIt) {
  constexpr Row kRows[] = {
      {"s3.us-west-2.amazonaws.com", EndpointKind::kRegional, "us-west-2", ""},
      {"DOC-EXAMPLE-BUCKET1.s3.us-west-2.amazonaws.com", EndpointKind::kRegional, "us-west-2",
       "doc-example-bucket1"},
      {"DOC-EXAMPLE-BUCKET1.eu.s3.eu-west-1.amazonaws.com", EndpointKind::kRegional, "eu-west-1",
       "doc-example-bucket1.eu"},
      {"images.example.com.s3.us-east-1.amazonaws.com", EndpointKind::kRegional, "us-east-1",
       "images.example.com"},
      {"DOC-EXAMPLE-BUCKET1.s3-us-west-2.amazonaws.com", EndpointKind::kRegional, "us-west-2",
       "doc-example-bucket1"},
      {"DOC-EXAMPLE-BUCKET1.s3.amazonaws.com", EndpointKind::kGlobal, "", "doc-example-bucket1"},
      {"s3.amazonaws.com", EndpointKind::kGlobal, "", ""},
      {"www.example.com", EndpointKind::kOther, "", ""},
      // One label, of which a longer name begins with an endpoint's.
      {"dualstack.amazonaws.com", EndpointKind::kOther, "", ""},
      {"s3-global.amazonaws.com", EndpointKind::kOther, "", ""},
  };
  ExpectAll(kRows);
}

// "Using Amazon S3 dual-stack endpoints"; botocore's endpoints.json.
TEST(Endpoint, ResolvesDualStackAndFipsToTheRegion) {
  constexpr Row kRows[] = {
      {"bucketname.s3.dualstack.eu-west-1.amazonaws.com", EndpointKind::kRegional, "eu-west-1",
       "bucketname"},
      {"s3.dualstack.eu-west-1.amazonaws.com", EndpointKind::kRegional, "eu-west-1", ""},
      {"s3-fips.us-east-2.amazonaws.com", EndpointKind::kRegional, "us-east-2", ""},
      {"b.s3-fips.dualstack.ca-west-1.amazonaws.com", EndpointKind::kRegional, "ca-west-1", "b"},
      {"s3-fips-us-gov-west-1.amazonaws.com", EndpointKind::kRegional, "us-gov-west-1", ""},
      {"s3-external-1.amazonaws.com", EndpointKind::kRegional, "us-east-1", ""},
  };
  ExpectAll(kRows);
}

// "Access points", "AWS PrivateLink for Amazon S3", "S3 on Outposts", "Directory buckets".
TEST(Endpoint, ResolvesAccessPointsAndTheirKinToTheRegion) {
  constexpr Row kRows[] = {
      {"finance-docs-123456789012.s3-accesspoint.us-west-2.amazonaws.com", EndpointKind::kRegional,
       "us-west-2", "finance-docs-123456789012"},
      {"ap-123456789012.s3-accesspoint.dualstack.us-west-2.amazonaws.com", EndpointKind::kRegional,
       "us-west-2", "ap-123456789012"},
      {"ap-123456789012.s3-accesspoint-fips.us-gov-west-1.amazonaws.com", EndpointKind::kRegional,
       "us-gov-west-1", "ap-123456789012"},
      {"ap-123456789012.s3-object-lambda.us-east-1.amazonaws.com", EndpointKind::kRegional,
       "us-east-1", "ap-123456789012"},
      {"ap-123456789012.op-01ac5d28a6a232904.s3-outposts.us-east-1.amazonaws.com",
       EndpointKind::kRegional, "us-east-1", "ap-123456789012.op-01ac5d28a6a232904"},
      {"b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com", EndpointKind::kRegional,
       "us-west-2", "b--usw2-az1--x-s3"},
      {"bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com", EndpointKind::kRegional,
       "us-east-1", ""},
      {"my-bucket.bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com",
       EndpointKind::kRegional, "us-east-1", "my-bucket"},
  };
  ExpectAll(kRows);
}

// botocore tests/functional/endpoint-rules/s3/endpoint-tests-1.json, signingName.
TEST(Endpoint, BelongsToAService) {
  constexpr struct {
    std::string_view host, service;
  } kHosts[] = {
      {"b.s3.us-west-2.amazonaws.com", "s3"},
      {"b.s3.amazonaws.com", "s3"},
      {"b.s3-accelerate.amazonaws.com", "s3"},
      {"ap-123456789012.s3-accesspoint-fips.dualstack.us-west-2.amazonaws.com", "s3"},
      {"mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com", "s3"},
      {"b.bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com", "s3"},
      {"b--usw2-az1--x-s3.s3express-fips-usw2-az1.us-west-2.amazonaws.com", "s3express"},
      {"b--usw2-az1--x-s3.s3express-usw2-az1.dualstack.us-west-2.amazonaws.com", "s3express"},
      {"s3express-control.us-east-1.amazonaws.com", "s3express"},
      {"s3express-control-fips.dualstack.us-east-1.amazonaws.com", "s3express"},
      {"ap-123456789012.op-01234567890123456.s3-outposts.us-east-1.amazonaws.com", "s3-outposts"},
      {"ap-123456789012.s3-object-lambda-fips.us-gov-east-1.amazonaws.com", "s3-object-lambda"},
      {"s3express.us-east-1.amazonaws.com", ""},
      {"s3-accesspoints.us-east-1.amazonaws.com", ""},
      {"www.example.com", ""},
  };
  for (const auto& [host, service] : kHosts) {
    EXPECT_EQ(ParseEndpoint(host).service, service) << host;
  }
}

TEST(Endpoint, ResolvesOtherPartitionsToTheirRegions) {
  constexpr Row kRows[] = {
      {"b.s3.cn-north-1.amazonaws.com.cn", EndpointKind::kRegional, "cn-north-1", "b"},
      {"s3.dualstack.cn-northwest-1.amazonaws.com.cn", EndpointKind::kRegional, "cn-northwest-1",
       ""},
      {"b.s3.us-gov-east-1.amazonaws.com", EndpointKind::kRegional, "us-gov-east-1", "b"},
      {"b.s3.us-iso-east-1.c2s.ic.gov", EndpointKind::kRegional, "us-iso-east-1", "b"},
      {"s3-fips.us-isob-east-1.sc2s.sgov.gov", EndpointKind::kRegional, "us-isob-east-1", ""},
      {"s3.eu-isoe-west-1.cloud.adc-e.uk", EndpointKind::kRegional, "eu-isoe-west-1", ""},
      {"s3.us-isof-south-1.csp.hci.ic.gov", EndpointKind::kRegional, "us-isof-south-1", ""},
      {"b.s3.eusc-de-east-1.amazonaws.eu", EndpointKind::kRegional, "eusc-de-east-1", "b"},
  };
  ExpectAll(kRows);
}

TEST(Endpoint, OfNoRegionFindsTheBucketItself) {
  constexpr Row kRows[] = {
      {"b.s3-accelerate.amazonaws.com", EndpointKind::kAnyRegion, "", "b"},
      {"b.s3-accelerate.dualstack.amazonaws.com", EndpointKind::kAnyRegion, "", "b"},
      {"mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com", EndpointKind::kAnyRegion, "",
       "mfzwi23gnjvgw.mrap"},
  };
  ExpectAll(kRows);
}

TEST(Endpoint, LeavesDotsInABucketsNameToTheBucket) {
  constexpr Row kRows[] = {
      {"my.s3.us-west-2.s3.amazonaws.com", EndpointKind::kGlobal, "", "my.s3.us-west-2"},
      {"a.s3.s3.eu-west-1.amazonaws.com", EndpointKind::kRegional, "eu-west-1", "a.s3"},
      {"s3.amazonaws.com.s3.eu-west-1.amazonaws.com", EndpointKind::kRegional, "eu-west-1",
       "s3.amazonaws.com"},
      {"dualstack.s3.eu-west-1.amazonaws.com", EndpointKind::kRegional, "eu-west-1", "dualstack"},
      {"s3-us-west-2.s3.amazonaws.com", EndpointKind::kGlobal, "", "s3-us-west-2"},
  };
  ExpectAll(kRows);
}

TEST(Endpoint, DoesNotDependOnPortCaseOrTrailingDot) {
  constexpr Row kRows[] = {
      {"b.s3.eu-west-1.amazonaws.com:8443", EndpointKind::kRegional, "eu-west-1", "b"},
      {"B.S3.EU-West-1.AmazonAWS.com", EndpointKind::kRegional, "eu-west-1", "b"},
      {"b.s3.amazonaws.com.", EndpointKind::kGlobal, "", "b"},
      {"b.s3.amazonaws.com.:443", EndpointKind::kGlobal, "", "b"},
  };
  ExpectAll(kRows);
}

TEST(Endpoint, OfAnybodyElseIsOther) {
  for (const std::string_view host :
       {"", ".", "127.0.0.1:9000", "[::1]:9000", "amazonaws.com", ".amazonaws.com",
        "s3.amazonaws.com.cn", "s3.amazonaws.com.example", "s3.notamazonaws.com",
        "b.s3-website-us-east-1.amazonaws.com", "b.s3-website.eu-central-1.amazonaws.com",
        "123456789012.s3-control.us-east-1.amazonaws.com", "s3-xx-unknown-1.amazonaws.com",
        "ec2.us-east-1.amazonaws.com", "b.s3..amazonaws.com", "vpce.amazonaws.com"}) {
    EXPECT_EQ(ParseEndpoint(host).kind, EndpointKind::kOther) << host;
  }
}

// As S3 tells it: cperciva/bsdec2-image-upload#11, appoxy/aws#110, aptly-dev/aptly#209.
TEST(BucketEndpoint, NamesTheBucketsRegion) {
  EXPECT_EQ(BucketEndpoint("fra-redacted", "eu-central-1"),
            "fra-redacted.s3.eu-central-1.amazonaws.com");
  EXPECT_EQ(BucketEndpoint("i.cloudup.com", "us-east-1"), "i.cloudup.com.s3.amazonaws.com");
  EXPECT_EQ(BucketEndpoint("b", "cn-north-1"), "b.s3.cn-north-1.amazonaws.com.cn");
  EXPECT_EQ(BucketEndpoint("b", "xx-new-1"), "b.s3.xx-new-1.amazonaws.com");
}

TEST(BucketEndpoint, IsReadBackAsItsRegion) {
  for (const Region& region : Regions()) {
    const EndpointName endpoint = ParseEndpoint(BucketEndpoint("a.b", region.name));
    EXPECT_EQ(endpoint.name, "a.b") << region.name;
    EXPECT_EQ(endpoint.region, region.name == "us-east-1" ? "" : region.name);
  }
}

}  // namespace
}  // namespace countersign
