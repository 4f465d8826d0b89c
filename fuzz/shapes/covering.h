#pragma once

#include <cstddef>
#include <vector>

namespace countersign::fuzz {

// Choice takes one setting of each dimension.
using Choice = std::vector<std::size_t>;

// CoverTriples returns few choices among which any three settings of three dimensions meet; `sizes`
// counts the settings of each dimension. With `through_last`, only those triples count of which one
// is a setting of the last dimension. The same sizes give the same choices.
std::vector<Choice> CoverTriples(const std::vector<std::size_t>& sizes, bool through_last);

}  // namespace countersign::fuzz
