#pragma once

#include <string>

#include "suite/case.h"

namespace countersign {

// VerifyConsequence says, in one sentence, what somebody who holds a URL can do if a verifier
// accepts what it must reject.
std::string VerifyConsequence(const ExpectedAnswer& expected);

// PresignConsequence says what becomes of a URL that a signer should have refused to make.
std::string PresignConsequence(const ExpectedAnswer& expected);

}  // namespace countersign
