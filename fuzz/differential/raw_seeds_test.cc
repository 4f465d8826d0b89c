#include "differential/raw_seeds.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scene/mutate.h"

namespace countersign::fuzz {
namespace {

Scene SomeScene() {
  Scene scene = FirstScene();
  scene.request.method = "PUT";
  std::string& target = scene.request.target;
  target.replace(0, target.find('?') + 1, "/a%20key?tag=x&");
  target += "&acl";
  scene.request.headers.emplace_back("x-amz-acl", "private");
  scene.bucket->policy = "{}";
  return scene;
}

std::map<std::string_view, std::vector<std::string>> ByCorpus(const Scene& scene) {
  std::map<std::string_view, std::vector<std::string>> texts;
  for (const RawSeed& seed : RawSeedsOf(scene)) texts[seed.corpus].push_back(seed.text);
  return texts;
}

TEST(RawSeeds, HaveTheFormThatEachTargetReads) {
  const Scene scene = SomeScene();
  const std::string url = "https://examplebucket.s3.amazonaws.com" + scene.request.target;
  const std::map<std::string_view, std::vector<std::string>> expected = {
      {"canonical_request",
       {"PUT /a%20key?tag=x&acl\nHost:examplebucket.s3.amazonaws.com\nx-amz-acl:private\n\nhost\n"
        "UNSIGNED-PAYLOAD\ns3"}},
      {"credential_scope",
       {"AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request\ns3\nus-east-1\n"
        "20130524T000000Z"}},
      {"explain", {url, url + "\n"}},
      {"http_request",
       {"\nPUT " + scene.request.target +
        " HTTP/1.1\r\nHost: examplebucket.s3.amazonaws.com\r\nx-amz-acl: private\r\n\r\n"}},
      {"percent_encoding", {"/a%20key"}},
      {"policy",
       {"s3:GetObject arn:aws:s3:::examplebucket/a/key arn:aws:iam::123456789012:user/alice "
        "203.0.113.7\n{}"}},
      {"query_string", {"/a%20key?tag=x&acl"}},
      {"timestamp", {"20130524T000000Z\n86400\n2013-05-24T00:00:00Z"}},
  };
  EXPECT_EQ(ByCorpus(scene), expected);
}

TEST(RawSeeds, LeaveOutInputsLongerThanTheTargetReads) {
  Scene scene = SomeScene();
  scene.request.target.insert(1, std::string(64, 'k'));
  const auto texts = ByCorpus(scene);
  EXPECT_EQ(texts.count("percent_encoding"), 0u);
  EXPECT_EQ(texts.count("query_string"), 1u);
}

}  // namespace
}  // namespace countersign::fuzz
