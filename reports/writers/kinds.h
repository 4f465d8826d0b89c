#pragma once

#include <map>
#include <string>
#include <vector>

#include "writers/report.h"
#include "writers/wrong.h"

namespace countersign {

// Kind is a group of results in which the same is wrong. Texts that contain the case's input do not
// tell kinds apart.
struct Kind {
  Wrong wrong = Wrong::kOtherCode;
  const Cause* cause = nullptr;  // the likeliest cause of each result; nullptr if none is known
  // Without a cause: the rule that is broken, and how the answer differs ("path", "403 A for 400
  // B"). Another code is a kind whatever the rule.
  std::string rule;
  std::string difference;
  std::vector<const CaseResult*> results;  // sorted by id; never empty
};

// Kinds returns the kinds of the results that make a run not conforming: the gravest first, must
// before should, then the largest.
std::vector<Kind> Kinds(const Report& report);
// OptionalKinds returns those of the failed cases of level may; DisputedKinds those of the disputed
// cases that ran, by what was said of them.
std::vector<Kind> OptionalKinds(const Report& report);
std::vector<Kind> DisputedKinds(const Report& report);

// KindText says in one sentence what is wrong, without a count.
std::string KindText(const Kind& kind, const Report& report);

// ShortName is the cause's name, or the rule with its level, or how the answer differs: for titles.
std::string ShortName(const Kind& kind, const Report& report);

// RuleCount is a rule that results break, with how many of them at each level.
struct RuleCount {
  std::string id;
  Level level = Level::kMust;       // the most binding of its results
  const RuleEntry* rule = nullptr;  // nullptr if the suite has no such rule
  std::vector<const CaseResult*> results;
};
// BrokenRule is the id of the rule that must refuse the case, or else its first one; "" without
// one.
std::string BrokenRule(const CaseResult& result);
// The broken rule of each result, the most binding first, then the most frequent.
std::vector<RuleCount> RulesOf(const std::vector<const CaseResult*>& results, const Report& report);
// "window/expired (must, A)": id, level and confidence.
std::string RuleTag(const RuleCount& rule);

// "A"; "-" if the suite does not have the rule.
std::string ConfidenceOf(const RuleCount& rule);

// LetIn returns the results that were let in and must not be.
std::vector<const CaseResult*> LetIn(const Report& report);

// IdFolder is cases of one folder as few words.
struct IdFolder {
  std::string folder;              // "verify/window"
  std::vector<std::string> names;  // "late"; empty if every case below the folder that ran is meant
  int count = 0;
};

// Folding folds ids: a folder of which every case that ran is among them is named once.
class Folding {
 public:
  explicit Folding(const Report& report);
  std::vector<IdFolder> Fold(const std::vector<const CaseResult*>& results) const;
  // Every case by its name.
  static std::vector<IdFolder> Names(const std::vector<const CaseResult*>& results);

 private:
  std::map<std::string, int> ran_;  // how many cases below each folder ran
};

// IdsText writes folders as "verify/window/{late, later}, verify/host/* (12)". Of each folder at
// most `shown` names are written, and how many there are.
std::string IdsText(const std::vector<IdFolder>& folders, std::size_t shown);

}  // namespace countersign
