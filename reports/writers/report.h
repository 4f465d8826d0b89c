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
};

// Report is a finished (or interrupted) run as data. Every writer renders this and nothing else.
struct Report {
  std::string suite_version;  // "0.1.0"
  const Suite* suite = nullptr;
  AdapterInfo adapter_info;
  std::string target;  // options that run it again: "--adapter 'python3 mine.py' --vectors 'mine'"
  std::string expected;             // "--expected 'known.json'"; empty where none was given
  std::vector<CaseResult> results;  // sorted by id
  std::vector<std::string> faults;  // about the run as a whole
  bool complete = false;
  bool interrupted = false;
  std::size_t not_diagnosed = 0;  // failures whose likely cause was not looked for to the end
};

void Add(Verdict verdict, Tally& tally);
Tally Count(const Report& report);
// Required counts what was asked and judged: passed, failed, broke, or passed against expectation.
int Required(const Tally& tally);

// The formats of --report, by name: json, junit, tap, html, markdown, github.
// Render returns the whole document; nothing where the name is unknown.
std::optional<std::string> Render(const std::string& format, const Report& report);

// WriteWhole writes beside the path and renames over it. The error, for people, where it fails.
std::optional<std::string> WriteWhole(const std::string& path, const std::string& document);

// For the console: one failing case, explained; all of them, those that fail alike together; and
// the closing lines.
std::string ExplainCase(const CaseResult& result, const Report& report, bool colour);
std::string ExplainProblems(const Report& report, bool colour);
std::string Summary(const Report& report, bool colour);

}  // namespace countersign
