#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "writers/report.h"

namespace countersign {

// What several writers ask of a report.

// StepOf is the folder of a case's id: "verify/window" of "verify/window/one-second-late", of a
// family's member as well.
std::string StepOf(std::string_view id);
// The id below its step.
std::string NameInStep(std::string_view id);

// IsProblem tells the verdicts that make a run not conforming: fail, fault, unexpected pass.
bool IsProblem(Verdict verdict);

struct Step {
  Tally tally;
  std::vector<const CaseResult*> results;
};
std::map<std::string, Step> Steps(const Report& report);

const RuleEntry* FindRule(const Report& report, std::string_view id);
// The case's foremost rule; nullptr where the suite does not hold it.
const RuleEntry* RuleOf(const CaseResult& result, const Report& report);

// Headline is "passed 10 of 12 required; 3 unsupported; …", never one percentage.
std::string Headline(const Report& report);

// Reruns is the command that runs this one case again.
std::string Rerun(const CaseResult& result, const Report& report);

// CauseText is "NAME: what is wrong. Known from PLACE, PLACE."
std::string CauseText(const Cause& cause);
// LikelyCauses is "Likely cause: …", and what may be it as well, in one line; empty where no cause
// is known.
std::string LikelyCauses(const CaseResult& result);

// LikelyGroup is the failures that one cause explains; cause null: those that none explains.
struct LikelyGroup {
  const Cause* cause = nullptr;
  int failures = 0;
};
// The groups of a run's failures, the largest first, the unexplained last. None where no failure
// has a likely cause.
std::vector<LikelyGroup> LikelyGroups(const Report& report);
// In words: "14 failures look like NAME: … Known from …"
std::string LikelyGroupText(const LikelyGroup& group);
// Says that the search was cut; empty where it was not.
std::string NotDiagnosed(const Report& report);

// Why the case did not pass, in one line: the explanation with its likely causes, and an expected
// failure's reason.
std::string Reason(const CaseResult& result);

// What else is wrong with the run: its own faults, and that it stopped early.
std::vector<std::string> RunProblems(const Report& report);

}  // namespace countersign
