#pragma once

#include <optional>
#include <string>
#include <vector>

#include "judge/verdict.h"
#include "protocol/message.h"
#include "suite/case.h"

namespace countersign {

// Tally counts verdicts.
struct Tally {
  int pass = 0;
  int fail = 0;
  int fault = 0;
  int unsupported = 0;
  int not_exercised = 0;
  int expected_failure = 0;
  int unexpected_pass = 0;
  int disputed = 0;
  // Cases of level may that passed and failed. They are in no other count: nothing requires them.
  int optional_passed = 0;
  int optional_failed = 0;
};

// TallyColumn is one count of a tally with the names that reports give it.
struct TallyColumn {
  Verdict verdict;
  int Tally::*count;
  const char* title;   // of a table's column: "not exercised"
  const char* member;  // of the JSON report's footer: "not_exercised"
};
// TallyColumns is the only list of a tally's counts, in the order in which reports show them.
inline constexpr TallyColumn kTallyColumns[] = {
    {Verdict::kPass, &Tally::pass, "pass", "pass"},
    {Verdict::kFail, &Tally::fail, "fail", "fail"},
    {Verdict::kFault, &Tally::fault, "fault", "fault"},
    {Verdict::kUnsupported, &Tally::unsupported, "unsupported", "unsupported"},
    {Verdict::kNotExercised, &Tally::not_exercised, "not exercised", "not_exercised"},
    {Verdict::kExpectedFailure, &Tally::expected_failure, "expected failure", "expected_failure"},
    {Verdict::kUnexpectedPass, &Tally::unexpected_pass, "unexpected pass", "unexpected_pass"},
    {Verdict::kDisputed, &Tally::disputed, "disputed", "disputed"},
};

// FurtherAsked counts the cases that were asked only to tell the causes of failures apart.
struct FurtherAsked {
  std::size_t asked = 0;
  std::size_t useful = 0;  // those that would all have to be asked
  bool left_out = false;   // --no-further-cases: none was asked, although there were some
};

// Report is a finished (or interrupted) run as data. Every writer renders this and nothing else.
struct Report {
  std::string suite_version;  // "0.1.0"
  const Suite* suite = nullptr;
  AdapterInfo adapter_info;
  std::string date;                         // when it ran, for people: "2026-11-30 14:02 UTC"
  std::string command = "countersign run";  // what runs it again, with the options that follow
  std::string target;    // options that run it again: "--adapter 'python3 mine.py' --vectors mine"
  std::string expected;  // "--expected known.json"; empty if the run has no such option
  std::vector<CaseResult> results;  // sorted by id
  FurtherAsked further;
  std::vector<std::string> faults;  // of the run as a whole, not of one case
  std::vector<std::string> notes;   // for who started the run: the console shows them, no report
  bool is_live_server = false;      // what was asked; otherwise it is behind an adapter
  bool complete = false;
  bool interrupted = false;
};

void Add(const CaseResult& result, Tally& tally);
Tally Count(const Report& report);
// Required returns how many cases were asked and judged: passed, failed, broke the adapter, or
// passed although a failure was expected.
int Required(const Tally& tally);
// Problems returns how many of them make the run not conforming.
int Problems(const Tally& tally);

// WriteWhole writes to a temporary file beside the path and renames it to the path. Devices and
// pipes are written directly. Returns what failed, for people; nullopt after success.
// Links are followed, also one that leads to no file yet.
std::optional<std::string> WriteWhole(const std::string& path, const std::string& document);
// FinalPath is the file that WriteWhole replaces: the path without its last links.
std::string FinalPath(const std::string& path);

// ExplainCase is one failing case in full, for the console.
std::string ExplainCase(const CaseResult& result, const Report& report, bool colour);

// ConsoleText is what `countersign run` prints: the verdict, what was let in, what is wrong by
// kind, what was left out and why. It is set for two screens: kinds are shown in full while they
// fit into kConsoleLines, the others in short, and none is left out.
inline constexpr std::size_t kConsoleLines = 100;
std::string ConsoleText(const Report& report, bool colour);

}  // namespace countersign
