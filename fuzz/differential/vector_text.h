#pragma once

#include <string>

#include "suite/case.h"

namespace countersign::fuzz {

// VectorText writes a question as a case file in canonical layout. The case is `disputed` unless
// the oracle (oracle/plain_verifier.h) confirms the reference's answer. Before it is added to the
// suite, it needs a better name, sources and a level. `found_in` names the implementation.
std::string VectorText(const Case& question, const std::string& found_in);

// IsConfirmed tells whether the oracle covers the question and agrees with the reference.
bool IsConfirmed(const Case& question);

}  // namespace countersign::fuzz
