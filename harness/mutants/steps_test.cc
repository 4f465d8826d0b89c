#include "mutants/steps.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace countersign {
namespace {

std::vector<std::string> Names(std::span<const VerifyStep> steps) {
  std::vector<std::string> names;
  for (const VerifyStep& step : steps) names.emplace_back(step.name);
  return names;
}

std::vector<std::string> Reference() { return Names(VerifySteps()); }

TEST(Steps, LoseTheOneThatIsLeftOut) {
  std::vector<std::string> expected = Reference();
  std::erase(expected, "token");
  EXPECT_EQ(Names(Without("token")), expected);
  EXPECT_EQ(expected.size() + 1, Reference().size());
}

TEST(Steps, KeepTheirOrderWhereOneIsReplaced) {
  Refusal (*const pass)(VerifyState&) = [](VerifyState&) -> Refusal { return std::nullopt; };
  const std::vector<VerifyStep> steps = Replaced("window", pass);
  EXPECT_EQ(Names(steps), Reference());
  for (const VerifyStep& step : steps) EXPECT_EQ(step.check == pass, step.name == "window");
}

TEST(Steps, AreMovedBehindOthers) {
  const std::vector<std::string> names = Names(Moved("window", "signature"));
  const auto signature = std::find(names.begin(), names.end(), "signature");
  ASSERT_NE(signature, names.end());
  EXPECT_EQ(*(signature + 1), "window");
  EXPECT_EQ(std::count(names.begin(), names.end(), "window"), 1);
  EXPECT_EQ(names.size(), Reference().size());
}

TEST(StepsDeathTest, OfUnknownNamesEndTheProgram) {
  EXPECT_DEATH(Without("no-such-step"), "no-such-step");
}

}  // namespace
}  // namespace countersign
