#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "live_server/cannot_ask.h"
#include "live_server/time_shift.h"
#include "suite/case.h"

namespace countersign {

// SignatureOfTheSameMistake finds the mistake that computes `signature` for the case: a mutant's,
// or one of a signer alone. It returns what the mistake computes for the adapted case: 64 hex
// digits. It fails if nobody's mistake is known to make the signature, if several do and disagree
// on the adapted case, or if the mistake makes no difference there.
std::variant<std::string, CannotAsk> SignatureOfTheSameMistake(const Case& c,
                                                               std::string_view signature,
                                                               const Case& adapted,
                                                               EndpointClock clock);

}  // namespace countersign
