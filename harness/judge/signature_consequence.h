#pragma once

#include <string>

#include "suite/case.h"

namespace countersign {

// SignatureConsequence says in a sentence what it means that a verifier accepts a verify case whose
// signature does not match: which parts of the request differ from what was signed.
std::string SignatureConsequence(const Case& c);

}  // namespace countersign
