#pragma once

#include <string_view>
#include <vector>

#include "verify_steps.h"

namespace countersign {

// The reference's order of checks with one of them changed. A name that it does not know ends the
// program: the catalogue is then out of date.
std::vector<VerifyStep> Without(std::string_view name);
std::vector<VerifyStep> Replaced(std::string_view name, Refusal (*check)(VerifyState&));
std::vector<VerifyStep> Moved(std::string_view name, std::string_view behind);

// TheReferences runs the reference's own step of that name.
Refusal TheReferences(std::string_view name, VerifyState& state);

}  // namespace countersign
