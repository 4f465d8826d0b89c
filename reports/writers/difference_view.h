#pragma once

#include <optional>
#include <string>

#include "judge/verdict.h"

namespace countersign {

// DifferenceView is the line of a stage that contains the first differing byte, ready to be shown:
// escaped and, if it is long, cut to a window around that byte.
struct DifferenceView {
  std::string heading;  // "canonical request, line 3, byte 17"
  std::string expected;
  std::string observed;
  std::size_t caret = 0;  // columns before the first differing byte, in both
};
DifferenceView ViewDifference(const StageDifference& difference);

// CaretText is the view as three lines: expected, observed, and a caret under the difference.
std::string CaretText(const DifferenceView& view);

}  // namespace countersign
