#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "judge/verdict.h"

namespace countersign {

// FirstDifference compares one stage; nothing where both are the same octets.
std::optional<StageDifference> FirstDifference(std::string_view stage, std::string_view expected,
                                               std::string_view observed);

// FirstDifferingStage compares the stages that an implementation reported, in the order in which
// they are computed. What it did not report is not compared.
struct ReportedStages {
  const std::optional<std::string>& canonical_request;
  const std::optional<std::string>& string_to_sign;
};
std::optional<StageDifference> FirstDifferingStage(const Stages& expected,
                                                   const ReportedStages& reported);

}  // namespace countersign
