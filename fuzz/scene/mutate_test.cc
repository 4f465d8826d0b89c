#include "scene/mutate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "scene/make_acceptable.h"
#include "scene/parameters.h"
#include "scene/sign.h"

namespace countersign::fuzz {
namespace {

constexpr int kCrosses = 400;

// A scene with 20 parameters and 20 headers that no other number has: p1-0=v, x-amz-meta-1-0: v …
Scene LongScene(int number) {
  Scene scene = FirstScene();
  for (int i = 0; i < 20; ++i) {
    const std::string name = std::to_string(number) + "-" + std::to_string(i);
    scene.request.target += "&p" + name + "=v";
    scene.request.headers.emplace_back("x-amz-meta-" + name, "v");
  }
  MakeAcceptable(scene);
  return scene;
}

std::size_t MostBytes(const std::vector<Scene>& scenes) {
  std::size_t most = 0;
  for (const Scene& scene : scenes) most = std::max(most, SceneText(scene).size());
  return most;
}

std::vector<Scene> NextGeneration(const std::vector<Scene>& scenes, Random& random) {
  std::vector<Scene> next;
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    const Scene& one = scenes[random.Below(scenes.size())];
    const Scene& other = scenes[random.Below(scenes.size())];
    next.push_back(Cross(one, other, random));
  }
  return next;
}

std::size_t HeadersOf(const Scene& scene, std::string_view prefix) {
  const auto& headers = scene.request.headers;
  return static_cast<std::size_t>(
      std::count_if(headers.begin(), headers.end(),
                    [&](const NameValue& header) { return header.first.starts_with(prefix); }));
}

std::size_t ParametersOf(const Scene& scene, std::string_view prefix) {
  const std::vector<std::string> pieces = SplitRawTarget(scene.request.target).pieces;
  return static_cast<std::size_t>(
      std::count_if(pieces.begin(), pieces.end(),
                    [&](const std::string& piece) { return piece.starts_with(prefix); }));
}

TEST(Cross, DoesNotMakeScenesLongerFromGenerationToGeneration) {
  Random random(1);
  std::vector<Scene> scenes(15, FirstScene());
  scenes.push_back(LongScene(1));
  const std::size_t before = MostBytes(scenes);
  for (int generation = 0; generation < 200; ++generation) {
    scenes = NextGeneration(scenes, random);
    ASSERT_LT(MostBytes(scenes), before * 2) << "in generation " << generation;
  }
}

TEST(Cross, TakesHalfOfTheParametersOfEach) {
  Random random(1);
  const Scene one = LongScene(1);
  const Scene other = LongScene(2);
  std::size_t of_one = 0;
  std::size_t of_other = 0;
  for (int i = 0; i < kCrosses; ++i) {
    const Scene crossed = Cross(one, other, random);
    of_one += ParametersOf(crossed, "p1-");
    of_other += ParametersOf(crossed, "p2-");
  }
  EXPECT_NEAR(double(of_one) / kCrosses, 10, 1);
  EXPECT_NEAR(double(of_other) / kCrosses, 10, 1);
}

TEST(Cross, TakesHalfOfTheHeadersOfEachOrOneUnsignedHeader) {
  Random random(1);
  const Scene one = LongScene(1);
  const Scene other = LongScene(2);
  int mixed = 0;
  for (int i = 0; i < kCrosses; ++i) {
    const Scene crossed = Cross(one, other, random);
    EXPECT_EQ(HeadersOf(crossed, "Host"), 1U);
    const std::size_t own = HeadersOf(crossed, "x-amz-meta-1-");
    const std::size_t theirs = HeadersOf(crossed, "x-amz-meta-2-");
    if (own == 20) {
      EXPECT_EQ(theirs, 1U);
      continue;
    }
    ++mixed;
    EXPECT_NEAR(double(own), 10, 9);
    EXPECT_NEAR(double(theirs), 10, 9);
    // All are signed, unless the other's X-Amz-SignedHeaders was taken.
    const std::string names = Value(crossed, "X-Amz-SignedHeaders").value_or("");
    const auto count = static_cast<std::size_t>(std::count(names.begin(), names.end(), ';'));
    EXPECT_TRUE(count == own + theirs || names == Value(other, "X-Amz-SignedHeaders"));
  }
  EXPECT_NEAR(mixed, kCrosses / 2, kCrosses / 8);
}

TEST(Cross, TakesPathClockAndSigningParameters) {
  Random random(1);
  const Scene one = FirstScene();
  Scene other = one;
  other.now = "2013-05-24T00:00:07Z";
  other.request.target.replace(0, std::string_view("/test.txt").size(), "/other.txt");
  SetRawValue(other, "X-Amz-Expires", "77");
  int paths = 0;
  int clocks = 0;
  int lifetimes = 0;
  for (int i = 0; i < kCrosses; ++i) {
    const Scene crossed = Cross(one, other, random);
    if (crossed.request.target.starts_with("/other.txt?")) ++paths;
    if (crossed.now == other.now) ++clocks;
    if (Value(crossed, "X-Amz-Expires") == "77") ++lifetimes;
  }
  EXPECT_NEAR(paths, kCrosses / 2, kCrosses / 8);
  EXPECT_NEAR(clocks, kCrosses / 4, kCrosses / 8);
  EXPECT_NEAR(lifetimes, kCrosses / 12, kCrosses / 16);  // one of six that sign, in one of two
}

TEST(Resign, SignsEverySceneAndEditsOneInSixteenAfterwards) {
  Random random(1);
  Scene stale = FirstScene();
  SetRawValue(stale, "X-Amz-Expires", "77");
  Scene right = stale;
  Sign(right);
  int changed = 0;
  for (int i = 0; i < 1600; ++i) {
    Scene scene = stale;
    Resign(scene, random);
    if (SceneText(scene) != SceneText(right)) ++changed;
  }
  // Some edits change nothing in this scene.
  EXPECT_NEAR(changed, 90, 20);
}

}  // namespace
}  // namespace countersign::fuzz
