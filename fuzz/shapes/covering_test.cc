#include "shapes/covering.h"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

namespace countersign::fuzz {
namespace {

using Triple = std::tuple<std::size_t, std::size_t, std::size_t>;

std::set<Triple> Met(const std::vector<Choice>& choices, std::size_t a, std::size_t b,
                     std::size_t c) {
  std::set<Triple> met;
  for (const Choice& choice : choices) met.insert({choice[a], choice[b], choice[c]});
  return met;
}

TEST(CoverTriples, HasAChoiceForAnyThreeSettings) {
  const auto choices = CoverTriples({2, 3, 4, 2, 3}, false);
  EXPECT_EQ(Met(choices, 0, 1, 2).size(), 24U);
  EXPECT_EQ(Met(choices, 1, 2, 4).size(), 36U);
  EXPECT_EQ(Met(choices, 0, 3, 4).size(), 12U);
}

TEST(CoverTriples, CanCoverOnlyTriplesWithTheLastDimension) {
  const auto choices = CoverTriples({2, 3, 4, 2, 3}, true);
  EXPECT_EQ(Met(choices, 1, 2, 4).size(), 36U);
  EXPECT_EQ(Met(choices, 0, 3, 4).size(), 12U);
}

TEST(CoverTriples, ReturnsFarFewerThanAllCombinations) {
  EXPECT_LT(CoverTriples({4, 4, 4, 4, 4, 4}, false).size(), 200U);  // of 4096; 64 at the least
}

}  // namespace
}  // namespace countersign::fuzz
