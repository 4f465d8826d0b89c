#pragma once

#include <optional>
#include <string>
#include <vector>

#include "writers/report.h"

namespace countersign {

// Wrong is what is wrong with an answer, the gravest first. A decision is wrong if it would be
// wrong with any status and code.
enum class Wrong {
  kServerBroke,     // verify: a live server answers others, and this twice with no whole response
  kLetIn,           // verify: accepted, and must be refused
  kBroke,           // a fault: no answer
  kTurnedAway,      // verify: refused, and must be accepted
  kServerError,     // verify: a status from 500 on, which decides nothing
  kSigned,          // presign: a URL, and must be refused
  kNotSigned,       // presign: refused, and must be signed
  kWrongUrl,        // presign: a URL that does not do what was asked
  kOtherCode,       // refused as it must be, with another status, code or class
  kUnexpectedPass,  // passed, and --expected says that it fails
};

// WrongEntry is one of them with its names. The order of kWrongEntries is that of the enum.
struct WrongEntry {
  Wrong wrong;
  const char* name;   // of a machine: "let-in"
  const char* one;    // for people, behind a count of one: "let in what must be refused"
  const char* many;   // behind any other count
  const char* label;  // in front of a kind: "let in"
};
const WrongEntry& EntryOf(Wrong wrong);

// IsWrongDecision tells whether the decision itself is wrong, and not only how it is told.
bool IsWrongDecision(Wrong wrong);

// WrongOf says what is wrong with a result that failed or broke or passed unexpectedly, whatever
// its level; nullopt for every other verdict.
std::optional<Wrong> WrongOf(const CaseResult& result);

// WrongCount is how many results that make the run not conforming are wrong in one way.
struct WrongCount {
  Wrong wrong;
  int count = 0;
};
// The gravest first, without zeros.
std::vector<WrongCount> CountWrong(const Report& report);

// WrongLine counts in words, wrong decisions first: "35 wrong decisions (12 let in what must be
// refused, 23 turned away what must be accepted), 237 other codes". Empty if nothing is wrong.
std::string WrongLine(const Report& report);

// Standing is what a run says about the implementation as a whole. It is broken if something other
// than a case broke, or if cases broke and no case failed.
enum class Standing { kConforming, kNotConforming, kBroken, kNothingRan };
Standing StandingOf(const Report& report);
const char* StandingName(Standing standing);  // for people: "not conforming"

// VerdictLine is both: "Not conforming: 35 wrong decisions (…), 237 other codes". What broke the
// run as a whole comes before the counts.
std::string VerdictLine(const Report& report);

}  // namespace countersign
