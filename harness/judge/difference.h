#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "judge/verdict.h"

namespace countersign {

// FirstDifference compares one stage; nullopt if both are the same bytes.
std::optional<StageDifference> FirstDifference(std::string_view stage, std::string_view expected,
                                               std::string_view observed);

// FirstDifferingStage compares the stages that an implementation reported, in the order in which
// they are computed. Stages that it did not report are not compared.
struct ReportedStages {
  const std::optional<std::string>& canonical_request;
  const std::optional<std::string>& string_to_sign;
};
std::optional<StageDifference> FirstDifferingStage(const Stages& expected,
                                                   const ReportedStages& reported);

}  // namespace countersign
