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

// SelfTestResult is what the suite made of one implementation on one side.
struct SelfTestResult {
  std::string name;
  std::string side;  // "presign", "verify"; of a correct implementation, "both"
  std::string wrong;
  // Of a mutant: the cases that catch it for the reason it names, and how many further ones fail.
  std::vector<std::string> caught_by;
  std::size_t other_failures = 0;
  // Why this is not as it should be: nothing catches the mutant, a case fails a correct
  // implementation, a run broke. Empty where all is well.
  std::string problem;
};

struct SelfTestOptions {
  std::string program;  // this program: mutants that break need a process of their own
  int jobs = 2;
  std::vector<std::string> select;  // globs of names to measure; empty: everything
  // Called from one thread at a time.
  std::function<void(const SelfTestResult&)> on_measured;
};

// SelfTest runs the suite against the reference, against every mutant, and against every correct
// but different implementation. In the order of the catalogue.
std::vector<SelfTestResult> SelfTest(const Suite& suite, const SelfTestOptions& options);

}  // namespace countersign
