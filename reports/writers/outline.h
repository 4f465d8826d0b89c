#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "writers/report.h"

namespace countersign {

// What several writers need from a report.

// StepOf returns the first two folders of a case's id: "verify/window" for
// "verify/window/one-second-late", and also for a member of a family.
std::string StepOf(std::string_view id);
// The rest of the id: "one-second-late".
std::string NameInStep(std::string_view id);

// IsProblem returns whether the result makes a run not conforming: fail, fault, unexpected pass. A
// fail of level may does not.
bool IsProblem(const CaseResult& result);

struct Step {
  Tally tally;
  std::vector<const CaseResult*> results;
};
std::map<std::string, Step> Steps(const Report& report);

const RuleEntry* FindRule(const Report& report, std::string_view id);
// The first rule of the case; nullptr if the suite has no such rule.
const RuleEntry* RuleOf(const CaseResult& result, const Report& report);

// AdapterTitle is the name and version for a report's title: "mine 1.0", "unknown ".
std::string AdapterTitle(const Report& report);

// Headline is "passed 10 of 12 required; 3 unsupported; …", never one percentage. Cases of an
// operation that is not offered are not counted: NotOffered (left_out.h) names them.
std::string Headline(const Report& report);

// Rerun is the command that runs this one case again.
std::string Rerun(const CaseResult& result, const Report& report);

// CauseText is "NAME: what is wrong. Known from PLACE, PLACE."
std::string CauseText(const Cause& cause);
// LikelyCauses is "Likely cause: … Or: …" in one line; empty if no cause is known.
std::string LikelyCauses(const CaseResult& result);

// LikelyGroup counts the failures that one cause explains, or that no known cause explains.
struct LikelyGroup {
  const Cause* cause = nullptr;  // null: no known cause
  int failures = 0;
};
// The groups of a run's failures, the largest first, the unexplained last. Empty if no failure has
// a likely cause.
std::vector<LikelyGroup> LikelyGroups(const Report& report);
// In words: "14 failures look like NAME: … Known from …"
std::string LikelyGroupText(const LikelyGroup& group);
// What the causes rest on if the run asked a selection: which cases were asked besides. Empty if no
// other case could tell the causes apart.
std::string FurtherText(const Report& report);
// One line each: what a report says about likely causes. Empty if no cause is known.
std::vector<std::string> LikelyLines(const Report& report);

// Why the case did not pass, in one line: the explanation with its likely causes, and an expected
// failure's reason.
std::string Reason(const CaseResult& result);

// What is wrong with the run as a whole: its faults, and that it ended early.
std::vector<std::string> RunProblems(const Report& report);

}  // namespace countersign
