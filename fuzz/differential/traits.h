#pragma once

#include <string>
#include <vector>

#include "suite/case.h"

namespace countersign::fuzz {

// TraitsOf names what is unusual about a question, beside the plainest one of its kind (a GET of
// one object, signed over Host alone): "repeated-parameter", "double-slash", … Sorted, each once.
// Examples of different mistakes that come out as one class differ in them.
std::vector<std::string> TraitsOf(const Case& question);

// IsWithin tells whether all traits of `fewer` are among those of `more`.
bool IsWithin(const std::vector<std::string>& fewer, const std::vector<std::string>& more);

// Sketch is a question as one line for people: the request, then what is unusual in its headers,
// lifetime or clock. Octets as they are.
std::string Sketch(const Case& question);

}  // namespace countersign::fuzz
