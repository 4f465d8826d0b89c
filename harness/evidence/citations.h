#pragma once

#include <string>
#include <vector>

#include "suite/case.h"
#include "suite/lint.h"

namespace countersign {

// LintEvidence checks the files of FOLDER/evidence and the sources that cite them: each file can be
// read; a cited file exists, is of genuine S3, and has the answer that the source says; the case
// that was asked still asks the same and, if it cites the source, allows the answer.
std::vector<LintProblem> LintEvidence(const Suite& suite, const std::string& folder);

}  // namespace countersign
