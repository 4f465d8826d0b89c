#pragma once

#include "suite/case_file.h"

namespace countersign {

// CheckConsistency complains of what is well-formed in a case file, and contradicts something else
// in it. The root is the whole file.
void CheckConsistency(const JsonPlace& root, const CaseFile& file);

}  // namespace countersign
