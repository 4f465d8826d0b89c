#include "judge/difference.h"

#include <algorithm>

namespace countersign {

std::optional<StageDifference> FirstDifference(std::string_view stage, std::string_view expected,
                                               std::string_view observed) {
  if (expected == observed) return std::nullopt;
  const auto at =
      std::mismatch(expected.begin(), expected.end(), observed.begin(), observed.end()).first;
  return StageDifference{std::string(stage), std::string(expected), std::string(observed),
                         static_cast<std::size_t>(at - expected.begin())};
}

std::optional<StageDifference> FirstDifferingStage(const Stages& expected,
                                                   const ReportedStages& reported) {
  if (reported.canonical_request) {
    auto difference = FirstDifference("canonical request", expected.canonical_request,
                                      *reported.canonical_request);
    if (difference) return difference;
  }
  if (!reported.string_to_sign) return std::nullopt;
  return FirstDifference("string to sign", expected.string_to_sign, *reported.string_to_sign);
}

}  // namespace countersign
