#pragma once

#include <string>

#include "suite/case.h"

namespace countersign {

// VerifyConsequence says, in a sentence or two, what somebody can do if a verifier
// accepts what this case must reject.
std::string VerifyConsequence(const Case& c);

// PresignConsequence says what becomes of a URL that a signer should have refused to make.
std::string PresignConsequence(const ExpectedAnswer& expected);

}  // namespace countersign
