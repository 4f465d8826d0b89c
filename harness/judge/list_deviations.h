#pragma once

#include <string>
#include <vector>

#include "judge/deviations.h"
#include "judge/verdict.h"
#include "suite/case.h"

namespace countersign {

// ListDeviations makes the entries of an --expected file from a run: the cases that failed or broke
// the implementation, grouped by what is wrong, with globs for many alike. At most
// kMostDeviations, if the causes allow it: rarer kinds of failure are then joined. Each reason
// begins with kReasonToFillIn and says that nothing was reported yet.
//
// `known` are the entries of the list that the run was given. Those that still occur stay as they
// are; if some of their cases pass now, only the others are named.
std::vector<Deviation> ListDeviations(const std::vector<CaseResult>& results, const Suite& suite,
                                      const std::vector<Deviation>& known);
inline constexpr std::size_t kMostDeviations = 39;
inline constexpr char kReasonToFillIn[] = "To fill in: ";

// CountToFillIn returns how many entries have a reason that a person has not replaced yet.
std::size_t CountToFillIn(const std::vector<Deviation>& deviations);

// DeviationsText writes entries as an --expected file.
std::string DeviationsText(const std::vector<Deviation>& deviations);

}  // namespace countersign
