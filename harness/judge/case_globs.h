#pragma once

#include <string>
#include <vector>

namespace countersign {

// MayMatch tells whether the globs of a list have to match a case.
enum class MayMatch { kMust, kMay, kMustNot };

// IdWithUse is a case's id, and whether the globs may match it.
struct IdWithUse {
  std::string id;
  MayMatch use = MayMatch::kMustNot;
};

// GlobsFor returns a few globs (suite/select.h) and ids that match every case that must be matched,
// and none that must not. `ids` are all ids of the suite. A glob stands for a whole folder, or for
// members of a family whose names have a part in common: it matches at least three cases that must
// be matched, and no more others than those. Sorted.
std::vector<std::string> GlobsFor(const std::vector<IdWithUse>& ids);

}  // namespace countersign
