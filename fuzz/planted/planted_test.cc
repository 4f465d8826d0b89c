#include "planted/planted.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <variant>

#include "planted/conjunctions.h"
#include "reference_adapter/reference_adapter.h"
#include "scene/mutate.h"

namespace countersign::fuzz {
namespace {

TEST(PlantedBugs, AreManyInBothTiers) {
  const auto bugs = PlantedBugs();
  const auto of_tier = [&](int tier) {
    return std::count_if(bugs.begin(), bugs.end(),
                         [&](const PlantedBug& bug) { return bug.tier == tier; });
  };
  EXPECT_GE(of_tier(1), 21);
  EXPECT_GE(of_tier(2), 11);
  EXPECT_EQ(static_cast<std::size_t>(of_tier(1) + of_tier(2)), bugs.size());
}

TEST(PlantedBugs, HaveDifferentNamesAndAReference) {
  std::set<std::string_view> names;
  for (const PlantedBug& bug : PlantedBugs()) {
    EXPECT_TRUE(names.insert(bug.mutant->name).second) << bug.mutant->name;
    EXPECT_FALSE(bug.mutant->mistake.empty()) << bug.mutant->name;
    EXPECT_FALSE(bug.reference.empty()) << bug.mutant->name;
    EXPECT_EQ(FindPlantedBug(bug.mutant->name), &bug);
  }
}

TEST(PlantedBugs, OfTierTwoAreNotInTheCatalogue) {
  for (const PlantedBug& bug : Conjunctions()) {
    EXPECT_EQ(FindMutant(bug.mutant->name), nullptr) << bug.mutant->name;
  }
}

TEST(PlantedBugs, OfTierTwoAcceptThePublishedExample) {
  const Scene scene = FirstScene();
  for (const PlantedBug& bug : Conjunctions()) {
    const Implementation mutated = WithMutant(*bug.mutant);
    EXPECT_TRUE(std::holds_alternative<OkAnswer>(mutated.verify(scene))) << bug.mutant->name;
  }
}

TEST(Planted, IsTheReferenceIfNoBugIsNamed) {
  EXPECT_EQ(Planted("").adapter_info.name, ReferenceImplementation().adapter_info.name);
  EXPECT_EQ(Planted("reference").adapter_info.name, ReferenceImplementation().adapter_info.name);
}

TEST(Planted, EndsWithTheListIfTheNameIsUnknown) {
  EXPECT_EXIT(Planted("path-encoded-thrice"), testing::ExitedWithCode(2),
              "unknown bug \"path-encoded-thrice\"");
}

TEST(Planted, CountsWrongAnswers) {
  EXPECT_EXIT(
      {
        const Scene scene = FirstScene();
        Scene late = scene;
        late.now = "2013-05-26T00:00:00Z";
        const Implementation planted = Planted("expiry-not-checked");
        planted.verify(scene);
        planted.verify(late);
        std::exit(0);
      },
      testing::ExitedWithCode(0), "planted expiry-not-checked: reached in 2 of 2 answers, 1 of");
}

TEST(Planted, CountsACrashAsAWrongAnswer) {
  EXPECT_EXIT(
      {
        Scene scene = FirstScene();
        scene.request.headers.emplace_back("x-amz-acl", "");
        Planted("crash-on-an-empty-header").verify(scene);
      },
      testing::KilledBySignal(SIGABRT), "reached in 1 of 1 answers, 1 of them wrong");
}

TEST(HasRepeatedName, ComparesNamesOnly) {
  EXPECT_TRUE(HasRepeatedName(ParseQueryString("a=1&b=2&a=3")));
  EXPECT_FALSE(HasRepeatedName(ParseQueryString("a=1&b=1&A=1")));
}

}  // namespace
}  // namespace countersign::fuzz
