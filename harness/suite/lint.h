#pragma once

#include <span>
#include <string>
#include <vector>

#include "suite/case.h"
#include "suite/vector_file.h"

namespace countersign {

// LintProblem is something that makes a suite, which loads, less trustworthy.
struct LintProblem {
  std::string where;  // a file, or the id of a rule or source
  std::string text;   // for people
  bool operator==(const LintProblem&) const = default;
};

// Lint looks for them in a suite and in the files that it was loaded from; sorted by where.
std::vector<LintProblem> Lint(const Suite& suite, std::span<const VectorFile> files);

}  // namespace countersign
