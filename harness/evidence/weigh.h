#pragma once

#include <string>
#include <vector>

#include "evidence/evidence.h"
#include "suite/case.h"

namespace countersign {

// Weight is what a recorded answer says of what its case expects.
enum class Weight {
  kContradicts,  // the case does not allow it
  kSettles,      // the case is disputed, or its best source is a statement or less
  kConfirms,
  kSaysNothing,  // the server was out of order, or lacks the operation
};

const char* WeightName(Weight weight);  // "contradicts"

struct Weighed {
  const Case* vector = nullptr;
  const RecordedAnswer* recorded = nullptr;
  Weight weight = Weight::kSaysNothing;
  std::string text;  // expected and answered, for people
};

// Weigh compares each answer with its case. Every case must be in the suite (CheckEvidence).
std::vector<Weighed> Weigh(const RecordedEvidence& evidence, const Suite& suite);

// IsWeaklySourced tells whether nobody printed, documented or computed the answer of a case.
bool IsWeaklySourced(const Case& c);

}  // namespace countersign
