#include "scene/sign.h"

#include <gtest/gtest.h>

#include "scene/mutate.h"
#include "scene/parameters.h"

namespace countersign::fuzz {
namespace {

TEST(Sign, GivesTheSignatureOfTheS3Documentation) {
  // Amazon S3 API reference, "Authenticating Requests: Using Query Parameters".
  EXPECT_EQ(Value(FirstScene(), "X-Amz-Signature"),
            "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

TEST(Sign, ReplacesAnOlderSignature) {
  Scene scene = FirstScene();
  const std::string before = scene.request.target;
  SetRawValue(scene, "X-Amz-Signature", "0");
  EXPECT_TRUE(Sign(scene));
  EXPECT_EQ(scene.request.target, before);
}

TEST(Sign, ChangesNothingWithoutAKnownKey) {
  for (const char* target : {"/", "/?X-Amz-Date=20130524T000000Z",
                             "/?X-Amz-Date=20130524T000000Z&X-Amz-Credential=a%2Fb",
                             "/?X-Amz-Date=d&X-Amz-Credential=UNKNOWN%2F1%2F2%2F3%2F4"}) {
    Scene scene = DefaultScene();
    scene.request.target = target;
    EXPECT_FALSE(Sign(scene)) << target;
    EXPECT_EQ(scene.request.target, target);
  }
}

TEST(PresignMessageOf, LeavesOutTheSigningParameters) {
  Scene scene = FirstScene();
  scene.request.target.insert(scene.request.target.find('?') + 1, "a=b%20c&");
  scene.request.headers.emplace_back("Range", "bytes=0-9");
  const auto message = PresignMessageOf(scene);
  ASSERT_TRUE(message.has_value());
  EXPECT_EQ(message->now, "2013-05-24T00:00:00Z");
  EXPECT_EQ(message->path, "/test.txt");
  EXPECT_EQ(message->query, (std::vector<NameValue>{{"a", "b c"}}));
  EXPECT_EQ(message->headers, (std::vector<NameValue>{{"Range", "bytes=0-9"}}));
  EXPECT_EQ(message->host, "examplebucket.s3.amazonaws.com");
  EXPECT_EQ(message->expires, 86400);
  EXPECT_EQ(message->region, "us-east-1");
  EXPECT_EQ(message->payload, "UNSIGNED-PAYLOAD");
}

}  // namespace
}  // namespace countersign::fuzz
