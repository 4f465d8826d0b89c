#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "mutants/correct_variants.h"
#include "mutants/mutant.h"
#include "suite/case.h"

namespace countersign {

// SelfTestResult is the result of the suite for one implementation on one side.
struct SelfTestResult {
  std::string name;
  std::string side;         // "presign" or "verify"; "both" for a correct implementation
  std::string description;  // one line: the mistake, or what a correct variant does
  // Of a mutant: the cases of its rules that fail, and how many other cases fail if they are asked.
  std::vector<std::string> caught_by;
  std::size_t other_failures = 0;
  // Empty if all is well. Otherwise: no case catches the mutant, a case fails a correct
  // implementation, or the run broke.
  std::string problem;
};

struct SelfTestOptions {
  std::string program;  // the path of countersign, for mutants that need a process of their own
  int jobs = 2;
  std::vector<std::string> select;  // globs of names to measure; empty: everything
  // Whether a mutant is asked the cases of other rules too, which only counts them.
  bool asks_other_rules = false;
  // Called after each result, from one thread at a time.
  std::function<void(const SelfTestResult&)> on_measured;
};

// SelfTest runs the suite against the reference, every correct variant and every mutant. The
// results are in this order, the mutants in the catalogue's order.
std::vector<SelfTestResult> SelfTest(const Suite& suite, const SelfTestOptions& options);

}  // namespace countersign
