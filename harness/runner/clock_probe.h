#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runner/session.h"
#include "transport/connection.h"

namespace countersign {

// ClockProbe is the result of checking the claim `"clock":"injected"`.
struct ClockProbe {
  std::vector<AdapterBroke> faults;
  bool broke = false;  // the session is over
  // What was answered, for people, if it says nothing about the clock: "it refuses a plain …".
  std::string not_checked = {};
};

// ProbeClock sends each declared operation the same request with two times that are years apart.
// A presigner's X-Amz-Date must move with `now`. For a verifier it is a fault if it uses the
// machine's clock or a clock that does not move. If it is wrong in another way (it refuses or
// accepts everything, or refuses one of two fresh URLs), that is no fault: the cases judge it.
ClockProbe ProbeClock(Session& session);

}  // namespace countersign
