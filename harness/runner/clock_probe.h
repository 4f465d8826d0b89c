#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runner/session.h"
#include "transport/connection.h"

namespace countersign {

// ClockProbe is what came of checking the claim `"clock":"injected"`.
struct ClockProbe {
  std::vector<AdapterBroke> faults;
  bool broke = false;  // the session is over
};

// ProbeClock asks for the same thing at times that lie years apart, of each operation declared.
// A presigner's X-Amz-Date must move with `now`. A verifier must accept a fresh URL at both times
// and refuse the first one later; one that does neither, but judges by the machine's clock or a
// clock that stands still, is caught. An implementation that is wrong at both times in the same way
// (refuses or accepts everything) shows nothing about its clock: the cases judge it.
ClockProbe ProbeClock(Session& session);

}  // namespace countersign
