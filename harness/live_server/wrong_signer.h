#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "suite/case.h"

namespace countersign {

// SignatureOfTheSameMistake finds the mutant that computes `signature` for the case, and returns
// what it computes for the adapted case: 64 hex digits. It returns nullopt if no mutant does, if
// several do and disagree on the adapted case, or if the mistake makes no difference there.
std::optional<std::string> SignatureOfTheSameMistake(const Case& c, std::string_view signature,
                                                     const Case& adapted);

}  // namespace countersign
