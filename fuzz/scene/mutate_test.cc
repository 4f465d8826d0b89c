#include "scene/mutate.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scene/heal.h"

namespace countersign::fuzz {
namespace {

// A scene with parameters and headers of its own.
Scene LongScene(int number, SigningKeyCache& keys) {
  Scene scene = FirstScene(keys);
  for (int i = 0; i < 20; ++i) {
    scene.request.target += "&p" + std::to_string(number) + std::to_string(i) + "=value";
    scene.request.headers.emplace_back("x-amz-meta-" + std::to_string(i), "value");
  }
  Heal(scene);
  return scene;
}

std::size_t Length(const std::vector<Scene>& scenes) {
  std::size_t length = 0;
  for (const Scene& scene : scenes) length += SceneText(scene).size();
  return length;
}

TEST(Cross, DoesNotMakeScenesLongerFromGenerationToGeneration) {
  SigningKeyCache keys;
  Random random(1);
  std::vector<Scene> scenes;
  for (int i = 0; i < 16; ++i) scenes.push_back(LongScene(i, keys));
  const std::size_t before = Length(scenes);
  for (int generation = 0; generation < 30; ++generation) {
    std::vector<Scene> next;
    for (std::size_t i = 0; i < scenes.size(); ++i) {
      next.push_back(
          Cross(scenes[random.Below(scenes.size())], scenes[random.Below(scenes.size())], random));
    }
    scenes = std::move(next);
  }
  EXPECT_LT(Length(scenes), before * 3 / 2);
}

TEST(Cross, TakesPartsOfBoth) {
  SigningKeyCache keys;
  Random random(1);
  const Scene one = LongScene(1, keys);
  const Scene other = LongScene(2, keys);
  int of_one = 0;
  int of_other = 0;
  for (int i = 0; i < 100; ++i) {
    const std::string target = Cross(one, other, random).request.target;
    if (target.find("p17=value") != std::string::npos) ++of_one;
    if (target.find("p27=value") != std::string::npos) ++of_other;
  }
  EXPECT_NEAR(of_one, 50, 15);
  EXPECT_NEAR(of_other, 50, 15);
}

TEST(Resign, LeavesOneSceneInSixteenWithAnotherSignatureThanItsOwn) {
  SigningKeyCache keys;
  Random random(1);
  const std::string right = SceneText(FirstScene(keys));
  int changed = 0;
  for (int i = 0; i < 1600; ++i) {
    Scene scene = FirstScene(keys);
    Resign(scene, random, keys);
    if (SceneText(scene) != right) ++changed;
  }
  EXPECT_GT(changed, 50);
  EXPECT_LT(changed, 150);
}

}  // namespace
}  // namespace countersign::fuzz
