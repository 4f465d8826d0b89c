#pragma once

#include <string>

#include "suite/case.h"

namespace countersign::fuzz {

// VectorText writes a question as a case file in canonical layout. It is `disputed` unless a
// second, plain reading of the rules confirms what the reference says; whoever adds it to the suite
// gives it a better name, its sources and its level. `found_in` names the implementation.
std::string VectorText(const Case& question, const std::string& found_in);

// IsConfirmed tells whether that second reading knows of the question and agrees.
bool IsConfirmed(const Case& question);

}  // namespace countersign::fuzz
