#include "scene/make_acceptable.h"

#include <gtest/gtest.h>

#include "scene/mutate.h"
#include "scene/sign.h"
#include "translation/reference_request.h"

namespace countersign::fuzz {
namespace {

bool IsAccepted(const Scene& scene) {
  const auto result = VerifyWithReference(scene);
  return std::holds_alternative<Result<Accepted>>(result) &&
         std::get<Result<Accepted>>(result).ok();
}

TEST(MakeAcceptable, MakesTheServerAcceptMostMutatedScenes) {
  Random random(1);
  constexpr int kScenes = 2000;
  int accepted = 0;
  for (int i = 0; i < kScenes; ++i) {
    Scene scene = FirstScene();
    for (int edits = 0; edits < 5; ++edits) Mutate(scene, random, MutateBytes);
    MakeAcceptable(scene);
    Sign(scene);
    if (IsAccepted(scene)) ++accepted;
  }
  EXPECT_GT(accepted, kScenes * 8 / 10);
}

TEST(MakeAcceptable, KeepsPathParametersAndHeaders) {
  Scene scene = DefaultScene();
  scene.request.method = "GET";
  scene.request.scheme = "https";
  scene.request.target = "/a%20b?versionId=1&X-Amz-Expires=60&X-Amz-Expires=60";
  scene.request.headers = {{"Range", "bytes=0-9"}};
  MakeAcceptable(scene);
  Sign(scene);
  EXPECT_TRUE(scene.request.target.starts_with("/a%20b?versionId=1&X-Amz-Algorithm="));
  EXPECT_NE(scene.request.target.find("&X-Amz-Expires=60&"), std::string::npos);
  EXPECT_NE(scene.request.target.find("=host%3Brange&"), std::string::npos);
  EXPECT_TRUE(IsAccepted(scene));
}

}  // namespace
}  // namespace countersign::fuzz
