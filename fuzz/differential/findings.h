#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "differential/batch_client.h"
#include "differential/sample.h"
#include "judge/judge.h"
#include "runner/stop_signal.h"

namespace countersign::fuzz {

// Finding is one mistake: all examples of a class (differential/divergence.h) with the same cause.
struct Finding {
  std::string class_name;
  std::string name;       // of the cause, or the traits of the question; may be empty
  std::size_t count = 0;  // all examples of the class, whatever their cause
  Example example;        // shrunk
};

struct FindingsContext {
  BatchClient& client;
  Judge& judge;
  const StopSignal& stop;
  std::chrono::steady_clock::duration time;  // for all shrinking together
};

// FindingsOf shrinks the examples of each class and looks for causes that fit them and the passed
// cases. Examples with the same cause, or without a cause but with the same traits, are one
// finding. Sorted by class and name.
std::vector<Finding> FindingsOf(std::map<std::string, Sample>& samples,
                                const std::vector<Case>& passed, const FindingsContext& context);

}  // namespace countersign::fuzz
