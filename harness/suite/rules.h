#pragma once

#include <string_view>
#include <unordered_set>
#include <vector>

#include "suite/case.h"
#include "suite/json_place.h"

namespace countersign {

// The file, at the top of a vectors' folder, that holds every rule.
inline constexpr std::string_view kRulesFile = "rules.json";

// ReadRules reads it: {"format": 1, "rules": [{"id", "text", "source", "link", "confidence",
// "level"}, …]}. Source and link may be empty strings: lint (suite/lint.h) tells where they may
// not.
std::vector<RuleEntry> ReadRules(const JsonPlace& root);

// RuleIds is the set of all ids; the views are into the entries.
using RuleIds = std::unordered_set<std::string_view>;
RuleIds IdsOf(const std::vector<RuleEntry>& rules);

// ReadLevel reads "must", "should" or "may".
void ReadLevel(JsonObject& object, Level& level);

}  // namespace countersign
