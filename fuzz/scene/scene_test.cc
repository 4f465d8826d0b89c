#include "scene/scene.h"

#include <gtest/gtest.h>

#include "scene/edits.h"
#include "scene/mutate.h"
#include "scene/random.h"

namespace countersign::fuzz {
namespace {

TEST(Scene, IsReadFromText) {
  const auto scene = ReadScene(
      "!now 2013-05-24T12:00:00Z\n"
      "!region eu-west-1\n"
      "GET https /a b?x=1\n"
      "Host: h\n"
      "x-amz-meta-a:  two spaces \\x0a\\x5c\n");
  ASSERT_TRUE(scene.has_value());
  EXPECT_EQ(scene->now, "2013-05-24T12:00:00Z");
  EXPECT_EQ(scene->server.region, "eu-west-1");
  EXPECT_EQ(scene->bucket->name, "examplebucket");
  EXPECT_EQ(scene->request.method, "GET");
  EXPECT_EQ(scene->request.target, "/a b?x=1");
  ASSERT_EQ(scene->request.headers.size(), 2u);
  EXPECT_EQ(scene->request.headers[1].second, " two spaces \n\\");
}

TEST(Scene, KeysInTheTextReplaceTheDefaultKeys) {
  const auto scene = ReadScene("!key A\n!secret s\n!token t\n!key B\nGET https /\n");
  ASSERT_TRUE(scene.has_value());
  ASSERT_EQ(scene->credentials.size(), 2u);
  EXPECT_EQ(scene->credentials[0].session_token, "t");
  EXPECT_EQ(scene->credentials[1].access_key_id, "B");
  EXPECT_EQ(ReadScene("!no-keys \nGET https /\n")->credentials.size(), 0u);
}

TEST(Scene, KeepsWhatPoliciesAsk) {
  const std::string text =
      "!bucket-account 111122223333\n"
      "!bucket-organization o-b\n"
      "!resource-control-policy {\"r\":1}\n"
      "!access-point arn:aws:s3:us-east-1:1:accesspoint/a\n"
      "!access-point-policy {\"p\":1}\n"
      "!access-point-vpc vpc-1a2b\n"
      "!access-point-permission GetObject\n"
      "!access-point-prefix logs/*\n"
      "!key A\n"
      "!secret s\n"
      "!session b--x-s3\n"
      "!session-mode ReadOnly\n"
      "!tag team\n"
      "!tag-value a=b\n"
      "!tag other\n"
      "!tag-value \n"
      "!organization o-a\n"
      "!issued-at 2013-05-24T00:00:00Z\n"
      "!service-control-policy {\"s\":1}\n"
      "!service-control-policy {\"s\":2}\n"
      "!source-vpce vpce-1a2b\n"
      "!endpoint-policy {\"e\":1}\n"
      "GET https /\n";
  const auto scene = ReadScene(text);
  ASSERT_TRUE(scene.has_value());
  EXPECT_EQ(scene->bucket->account, "111122223333");
  ASSERT_EQ(scene->credentials.size(), 1u);
  EXPECT_EQ(scene->credentials[0].tags, (std::vector<NameValue>{{"team", "a=b"}, {"other", ""}}));
  EXPECT_EQ(scene->credentials[0].session, (SessionMessage{"b--x-s3", "ReadOnly"}));
  EXPECT_EQ(scene->bucket->access_point->vpc, "vpc-1a2b");
  EXPECT_EQ(scene->credentials[0].service_control_policies.size(), 2u);
  EXPECT_EQ(SceneText(*scene), text);
}

TEST(Scene, IsNotReadFromInvalidText) {
  for (const char* text : {"", "\n", "GET", "!now", "!unknown 1\nGET https /\n",
                           "!status asleep\nGET https /\n", "!normalize-path 1\nGET https /\n"}) {
    EXPECT_FALSE(ReadScene(text).has_value()) << text;
  }
}

TEST(Scene, IsTheSameAfterWritingAndReading) {
  Random random(1);
  Scene scene = FirstScene();
  for (int i = 0; i < 2000; ++i) {
    Mutate(scene, random, MutateBytes);
    Resign(scene, random);
    const std::string text = SceneText(scene);
    const auto read = ReadScene(text);
    ASSERT_TRUE(read.has_value()) << text;
    ASSERT_EQ(*read, scene) << text;
    if (text.size() > 4000) scene = FirstScene();
  }
}

TEST(Scene, EscapesUnusualTextSoThatItIsReadAgain) {
  Scene scene = DefaultScene();
  scene.request.method = "!GET me";
  scene.request.scheme = "h s";
  scene.request.target = " /\n";
  scene.request.headers = {{"a:b", ""}, {"", " "}, {"c\n", "\\x0a"}};
  scene.credentials.clear();
  scene.bucket.reset();
  EXPECT_EQ(ReadScene(SceneText(scene)), scene) << SceneText(scene);
}

}  // namespace
}  // namespace countersign::fuzz
