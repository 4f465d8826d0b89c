#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace countersign {

// Combination has one choice of each dimension, as an index.
using Combination = std::vector<std::size_t>;

// AllCombinations lists every combination in order; sizes[i] is how many choices dimension i has.
std::vector<Combination> AllCombinations(std::span<const std::size_t> sizes);

// CoverTriples lists a few of them, in order, such that any three choices of different dimensions
// occur together in at least one. The list depends on the sizes alone. With fewer than three
// dimensions it is all of them.
std::vector<Combination> CoverTriples(std::span<const std::size_t> sizes);

}  // namespace countersign
