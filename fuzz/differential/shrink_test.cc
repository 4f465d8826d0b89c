#include "differential/shrink.h"

#include <gtest/gtest.h>

#include "scene/mutate.h"
#include "scene/parameters.h"
#include "scene/sign.h"

namespace countersign::fuzz {
namespace {

// Asks about each scene without regard to the others.
ShowsFn Each(bool (*shows)(const Scene&)) {
  return [shows](const std::vector<Scene>& scenes) {
    std::vector<bool> answers;
    for (const Scene& scene : scenes) answers.push_back(shows(scene));
    return answers;
  };
}

Scene Cluttered() {
  Scene scene = FirstScene();
  scene.request.method = "PUT";
  scene.request.headers = {{"Host", "examplebucket.s3.us-east-1.amazonaws.com"},
                           {"X-Amz-Meta-Owner", "somebody"},
                           {"Range", "bytes=0-9"}};
  scene.request.target.insert(scene.request.target.find('?') + 1, "k=one&x=y&k=two&");
  SetRawValue(scene, "X-Amz-SignedHeaders", "host%3Bx-amz-meta-owner");
  EXPECT_TRUE(Sign(scene));
  return scene;
}

bool IsSigned(const Scene& scene) {
  Scene again = scene;
  return Sign(again) && again == scene;
}

bool RepeatsAParameter(const Scene& scene) {
  std::size_t times = 0;
  for (const std::string& piece : SplitRawTarget(scene.request.target).pieces) {
    if (piece.starts_with("k=")) ++times;
  }
  return times >= 2;
}

TEST(Shrink, KeepsOnlyWhatShowsTheDivergence) {
  const auto shows = [](const Scene& s) {
    return RepeatsAParameter(s) && !s.request.headers.empty() &&
           s.request.headers.front().first == "Host";
  };
  const Scene scene = Shrink(Cluttered(), Each(shows));
  EXPECT_TRUE(RepeatsAParameter(scene));
  EXPECT_EQ(scene.request.method, "GET");
  ASSERT_EQ(scene.request.headers.size(), 1u);
  EXPECT_TRUE(scene.request.headers.front().second.ends_with("s3.amazonaws.com"));
  EXPECT_EQ(scene.request.target.find("x=y"), std::string::npos);
  EXPECT_EQ(scene.request.target.substr(0, 2), "/?");
}

TEST(Shrink, KeepsASignedSceneSigned) {
  EXPECT_TRUE(IsSigned(Shrink(Cluttered(), Each(RepeatsAParameter))));
}

TEST(Shrink, DoesNotSignASceneWhoseSignatureWasWrong) {
  Scene scene = Cluttered();
  SetRawValue(scene, "X-Amz-Signature", std::string(64, '0'));
  const auto has_signature = [](const Scene& s) {
    return RepeatsAParameter(s) && Value(s, "X-Amz-Signature").has_value();
  };
  const Scene shrunk = Shrink(scene, Each(has_signature));
  EXPECT_EQ(Value(shrunk, "X-Amz-Signature"), std::string(64, '0'));
  EXPECT_EQ(shrunk.request.method, "GET");
}

TEST(Shrink, PrefersAShortValueToAnEmptyOneUnlessItMustBeEmpty) {
  const auto has_header = [](const Scene& s) { return s.request.headers.size() > 1; };
  const Scene shrunk = Shrink(Cluttered(), Each(has_header));
  ASSERT_EQ(shrunk.request.headers.size(), 2u);
  EXPECT_EQ(shrunk.request.headers.back().second, "a");
  const auto has_empty = [](const Scene& s) {
    return s.request.headers.size() > 1 && s.request.headers.back().second.empty();
  };
  Scene empty = Cluttered();
  empty.request.headers.back().second.clear();
  EXPECT_EQ(Shrink(empty, Each(has_empty)).request.headers.back().second, "");
}

TEST(Shrink, ReplacesAnotherServiceByS3) {
  Scene scene = Cluttered();
  scene.server.service = "execute-api";
  scene.bucket.reset();
  SetRawValue(scene, "X-Amz-Credential",
              "AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fexecute-api%2Faws4_request");
  ASSERT_TRUE(Sign(scene));
  // Service, bucket and scope must change together, or the scene no longer fits.
  const auto fits = [](const Scene& s) {
    const std::string scope = Value(s, "X-Amz-Credential").value_or("");
    return RepeatsAParameter(s) && s.bucket.has_value() == (s.server.service == "s3") &&
           scope.find("/" + s.server.service + "/") != std::string::npos;
  };
  const Scene shrunk = Shrink(scene, Each(fits));
  EXPECT_EQ(shrunk.server.service, "s3");
  EXPECT_TRUE(shrunk.bucket.has_value());
}

TEST(Shrink, EndsIfNothingIsAnsweredAnyMore) {
  const Scene scene = Cluttered();
  EXPECT_EQ(Shrink(scene, [](const std::vector<Scene>&) { return std::vector<bool>(); }), scene);
}

}  // namespace
}  // namespace countersign::fuzz
