#pragma once

#include <string>
#include <string_view>

#include "suite/case.h"

namespace countersign {

// VerifyConsequence says, in a sentence or two, what it means that a verifier accepts what this
// case must reject.
std::string VerifyConsequence(const Case& c);

// PresignConsequence says what becomes of a URL that a signer should have refused to make.
std::string PresignConsequence(const Case& c, std::string_view url);

}  // namespace countersign
