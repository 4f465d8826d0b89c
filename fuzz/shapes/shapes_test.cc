#include "shapes/shapes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <variant>

#include "reference_adapter/reference_adapter.h"

namespace countersign::fuzz {
namespace {

bool Accepts(const Scene& scene) {
  return std::holds_alternative<OkAnswer>(ReferenceImplementation().verify(scene));
}

TEST(Shapes, AreMostlyAccepted) {
  const std::vector<Scene> shapes = Shapes();
  const auto accepted = std::count_if(shapes.begin(), shapes.end(), Accepts);
  EXPECT_GT(accepted, static_cast<std::ptrdiff_t>(shapes.size() / 2));
  EXPECT_LT(accepted, static_cast<std::ptrdiff_t>(shapes.size()));
}

TEST(Shapes, AreFewAndMostlyDiffer) {
  std::set<std::string> texts;
  const std::vector<Scene> shapes = Shapes();
  for (const Scene& scene : shapes) texts.insert(SceneText(scene));
  EXPECT_LT(shapes.size(), 1500U);
  EXPECT_GT(texts.size(), shapes.size() * 9 / 10);
}

TEST(Shapes, AreTheSameAfterWritingAndReading) {
  for (const Scene& scene : Shapes()) EXPECT_EQ(ReadScene(SceneText(scene)), scene);
}

}  // namespace
}  // namespace countersign::fuzz
