#pragma once

#include <cstddef>
#include <vector>

namespace countersign::fuzz {

// Choice has one setting for each dimension.
using Choice = std::vector<std::size_t>;

// CoverTriples returns few choices such that any three settings of three dimensions occur together
// in one of them. `sizes` has the number of settings of each dimension. With `through_last`, only
// triples with a setting of the last dimension are covered. The same arguments give the same
// choices.
std::vector<Choice> CoverTriples(const std::vector<std::size_t>& sizes, bool through_last);

}  // namespace countersign::fuzz
