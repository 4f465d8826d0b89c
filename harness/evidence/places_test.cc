#include "evidence/places.h"

#include <gtest/gtest.h>

#include "evidence/recording.h"
#include "suite/load.h"

namespace countersign {
namespace {

const Case& EmbeddedCase(const std::string& id) {
  static const Suite suite = std::get<Suite>(LoadEmbedded());
  for (const Case& c : suite.cases) {
    if (c.id == id) return c;
  }
  ADD_FAILURE() << "no case " << id;
  return suite.cases.front();
}

RecordingTarget Aws() {
  RecordingTarget target;
  target.bucket = {"mine", "us-east-1"};
  target.other = AskedBucket{"far", "eu-west-1"};
  target.prefix = "countersign-12345678/";
  target.credentials.primary.access_key_id = "AKIALIVEEXAMPLE";
  target.credentials.primary.secret_access_key = "live/EXAMPLE";
  return target;
}

Place PlaceIn(const std::string& id, const RecordingTarget& target) {
  auto found = PlaceOf(EmbeddedCase(id), target);
  if (auto* place = std::get_if<Place>(&found)) return *place;
  ADD_FAILURE() << id << ": " << std::get<std::string>(found);
  return {};
}

std::string WhyNoPlace(const std::string& id, const RecordingTarget& target) {
  const auto found = PlaceOf(EmbeddedCase(id), target);
  const auto* why = std::get_if<std::string>(&found);
  return why == nullptr ? "at " + std::get<Place>(found).name : *why;
}

struct Expected {
  const char* id;
  const char* name;
  const char* host;  // of the Host header
  const char* connect_to;
  const char* bucket_region;
  const char* endpoint_region;  // empty: the bucket's
};

// Where a name leads matters: a bucket's own name leads to its region, the global name to
// us-east-1.
constexpr Expected kPlaces[] = {
    {"verify/path/space", "regional-path", "s3.us-east-1.amazonaws.com", "", "us-east-1", ""},
    {"verify/host/bucket-swapped", "regional-virtual", "mine.s3.us-east-1.amazonaws.com",
     "mine.s3.us-east-1.amazonaws.com", "us-east-1", ""},
    {"verify/endpoint/global-for-older-region", "global-virtual-elsewhere-other-bucket",
     "far.s3.amazonaws.com", "", "eu-west-1", "us-east-1"},
    {"verify/endpoint/global-path-style-for-older-region", "global-path-elsewhere-other-bucket",
     "s3.amazonaws.com", "", "eu-west-1", "us-east-1"},
    {"verify/endpoint/regional-for-us-east-1", "regional-path-elsewhere",
     "s3.eu-west-1.amazonaws.com", "", "us-east-1", "eu-west-1"},
    {"verify/endpoint/global-already-routed", "global-virtual-other-bucket", "far.s3.amazonaws.com",
     "far.s3.amazonaws.com", "eu-west-1", ""},
    {"verify/endpoint/dual-stack", "dual-stack-virtual-other-bucket",
     "far.s3.dualstack.eu-west-1.amazonaws.com", "far.s3.dualstack.eu-west-1.amazonaws.com",
     "eu-west-1", ""},
};

TEST(PlaceOf, KeepsTheKindOfEndpointAndTheDistanceToTheBucket) {
  for (const Expected& expected : kPlaces) {
    const Place place = PlaceIn(expected.id, Aws());
    EXPECT_EQ(place.name, expected.name) << expected.id;
    EXPECT_EQ(place.config.Authority(), expected.host) << expected.id;
    EXPECT_EQ(place.connect_to ? place.connect_to->host : "", expected.connect_to) << expected.id;
    EXPECT_EQ(place.config.region, expected.bucket_region) << expected.id;
    EXPECT_EQ(place.config.endpoint_region.value_or(""), expected.endpoint_region) << expected.id;
    EXPECT_EQ(place.is_at_home, *expected.endpoint_region == '\0') << expected.id;
    EXPECT_EQ(place.config.prefix, "countersign-12345678/" + place.name + "/") << expected.id;
    EXPECT_EQ(place.config.url.scheme, "https") << expected.id;
  }
}

TEST(PlaceOf, SaysWhatIsMissing) {
  RecordingTarget alone = Aws();
  alone.other.reset();
  EXPECT_EQ(WhyNoPlace("verify/endpoint/global-for-older-region", alone),
            "it needs two buckets, in eu-central-1 and us-east-1 or in regions like them");
  EXPECT_EQ(WhyNoPlace("verify/endpoint/global-for-newer-region", Aws()),
            "it needs two buckets, in eu-south-1 and us-east-1 or in regions like them");
  EXPECT_EQ(WhyNoPlace("verify/endpoint/accelerate", Aws()),
            "it needs an endpoint that is not regional, global or dual-stack");
  EXPECT_EQ(WhyNoPlace("verify/endpoint/global-for-older-region-dotted-bucket", Aws()),
            "it needs a bucket with a dot in its name");
  EXPECT_EQ(WhyNoPlace("verify/transfer/download-outlives-its-url", Aws()),
            "it takes several requests and waits between them");
}

TEST(PlaceOf, AsksTheUsualCasesInWhateverRegionTheBucketIs) {
  RecordingTarget target = Aws();
  target.bucket.region = "ap-southeast-2";
  EXPECT_EQ(PlaceIn("verify/path/space", target).config.Authority(),
            "s3.ap-southeast-2.amazonaws.com");
}

TEST(PlaceOf, UsesTheNamesOfAPartition) {
  RecordingTarget target = Aws();
  target.bucket.region = "cn-north-1";
  target.other.reset();
  EXPECT_EQ(PlaceIn("verify/path/space", target).config.Authority(),
            "s3.cn-north-1.amazonaws.com.cn");
}

TEST(PlaceOf, AsksAServerInPlaceOfAwsAtItsOneAddress) {
  RecordingTarget target = Aws();
  target.in_place_of_aws = EndpointUrl{"http", "localhost", 9000};
  target.addressing = Addressing::kVirtualHosted;
  EXPECT_EQ(PlaceIn("verify/path/space", target).config.Authority(), "mine.localhost:9000");
  const Place elsewhere = PlaceIn("verify/endpoint/regional-for-us-east-1", target);
  EXPECT_EQ(elsewhere.config.bucket, "far");
  EXPECT_EQ(elsewhere.config.endpoint_region, "us-east-1");
  EXPECT_EQ(WhyNoPlace("verify/endpoint/global-for-older-region", target),
            "it needs the global endpoint of AWS");
  target.other.reset();
  EXPECT_EQ(WhyNoPlace("verify/endpoint/regional-for-us-east-1", target),
            "it needs --other-bucket");
}

}  // namespace
}  // namespace countersign
