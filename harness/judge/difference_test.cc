#include "judge/difference.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(FirstDifference, CountsBytesUpToTheFirstThatDiffers) {
  EXPECT_EQ(FirstDifference("url", "abc", "abd")->offset, 2u);
  EXPECT_EQ(FirstDifference("url", "abc", "ab")->offset, 2u);
  EXPECT_EQ(FirstDifference("url", "", "ab")->offset, 0u);
  EXPECT_FALSE(FirstDifference("url", "abc", "abc").has_value());
}

TEST(FirstDifferingStage, GoesInTheOrderOfComputation) {
  const Stages expected{"request", "string", "signature"};
  using Text = std::optional<std::string>;
  const auto stage = [&expected](const Text& request, const Text& string) {
    const auto difference = FirstDifferingStage(expected, {request, string});
    return difference ? difference->stage : std::string("none");
  };
  EXPECT_EQ(stage("other", "other"), "canonical request");
  EXPECT_EQ(stage("request", "other"), "string to sign");
  EXPECT_EQ(stage(std::nullopt, "other"), "string to sign");
  EXPECT_EQ(stage("request", "string"), "none");
  EXPECT_EQ(stage(std::nullopt, std::nullopt), "none");
}

}  // namespace
}  // namespace countersign
