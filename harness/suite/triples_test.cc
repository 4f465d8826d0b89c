#include "suite/triples.h"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

namespace countersign {
namespace {

TEST(AllCombinations, ListsThemInOrder) {
  EXPECT_EQ(AllCombinations(std::vector<std::size_t>{2, 2}),
            (std::vector<Combination>{{0, 0}, {0, 1}, {1, 0}, {1, 1}}));
}

using Three =
    std::tuple<std::size_t, std::size_t, std::size_t, std::size_t, std::size_t, std::size_t>;

std::set<Three> TriplesOf(const std::vector<Combination>& combinations) {
  std::set<Three> found;
  for (const Combination& one : combinations) {
    for (std::size_t a = 0; a < one.size(); ++a) {
      for (std::size_t b = a + 1; b < one.size(); ++b) {
        for (std::size_t c = b + 1; c < one.size(); ++c) {
          found.insert({a, one[a], b, one[b], c, one[c]});
        }
      }
    }
  }
  return found;
}

TEST(CoverTriples, LeavesNoTripleOut) {
  for (const std::vector<std::size_t>& sizes :
       {std::vector<std::size_t>{4, 2, 2, 2, 2, 2, 4},
        std::vector<std::size_t>{3, 4, 2, 2, 2, 2, 2, 4}, std::vector<std::size_t>{2, 3, 5},
        std::vector<std::size_t>{2, 3}}) {
    EXPECT_EQ(TriplesOf(CoverTriples(sizes)), TriplesOf(AllCombinations(sizes)));
  }
}

TEST(CoverTriples, NeedsAFewCombinationsOfMany) {
  const std::vector<std::size_t> sizes{4, 2, 2, 2, 2, 2, 4};
  EXPECT_EQ(AllCombinations(sizes).size(), 512u);
  EXPECT_GE(CoverTriples(sizes).size(), 32u);  // 4 * 4 * 2 combinations of three dimensions
  EXPECT_LE(CoverTriples(sizes).size(), 50u);
}

TEST(CoverTriples, ListsEachOnceAndInOrder) {
  const std::vector<Combination> chosen =
      CoverTriples(std::vector<std::size_t>{4, 2, 2, 2, 2, 2, 4});
  EXPECT_TRUE(std::is_sorted(chosen.begin(), chosen.end()));
  EXPECT_EQ(std::set<Combination>(chosen.begin(), chosen.end()).size(), chosen.size());
}

TEST(CoverTriples, IsEverythingOfTwoDimensions) {
  EXPECT_EQ(CoverTriples(std::vector<std::size_t>{2, 3}).size(), 6u);
}

}  // namespace
}  // namespace countersign
