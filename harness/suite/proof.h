#pragma once

#include <string_view>

#include "suite/case.h"

namespace countersign {

// Proof is what a source proves of a case's answer, weakest first.
enum class Proof { kHint, kStatement, kComputed, kDocumented, kAnswer };

// BestProof returns that of a case's best source.
Proof BestProof(const Case& c);

// BestConfidence returns the confidence, A to D, that a rule can have whose cases have no better
// proof.
std::string_view BestConfidence(Proof proof);

// StrongestLevel returns the strongest level that a case's sources carry. `confidence` is that of
// its foremost rule: A to D. The table is in vectors/README.md, "What carries a level".
Level StrongestLevel(const Case& c, std::string_view confidence);

}  // namespace countersign
