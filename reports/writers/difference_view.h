#pragma once

#include <optional>
#include <string>

#include "judge/verdict.h"

namespace countersign {

// DifferenceView is the line of a stage in which the first differing octet stands, ready to be
// shown: escaped, and cut to a window around that octet where it is long.
struct DifferenceView {
  std::string heading;  // "canonical request, line 3, octet 17"
  std::string expected;
  std::string observed;
  std::size_t caret = 0;  // columns before the first differing octet, in both
};
DifferenceView ViewDifference(const StageDifference& difference);

// CaretText is the view as three lines: expected, observed, and a caret under the difference.
std::string CaretText(const DifferenceView& view);

}  // namespace countersign
