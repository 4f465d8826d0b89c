#pragma once

#include <string>
#include <vector>

#include "suite/case.h"

namespace countersign::fuzz {

// TraitsOf names what is unusual about a question, compared with the simplest one (a GET of one
// object with only Host signed): "repeated-parameter", "double-slash", … Sorted, each once.
// Different mistakes of one class usually differ in their traits.
std::vector<std::string> TraitsOf(const Case& question);

// IsWithin tells whether all traits of `fewer` are among those of `more`.
bool IsWithin(const std::vector<std::string>& fewer, const std::vector<std::string>& more);

// Sketch describes a question in one line for people: the request, then what is unusual in its
// headers, lifetime or clock. Bytes are not escaped.
std::string Sketch(const Case& question);

}  // namespace countersign::fuzz
