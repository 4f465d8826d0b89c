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

// Finding is all examples of one class (differential/divergence.h) that one mistake explains.
struct Finding {
  std::string class_name;
  std::string name;       // of the mistake, or of what is unusual about the question; may be empty
  std::size_t count = 0;  // of the class, causes notwithstanding
  Example example;        // shrunk
};

struct Surroundings {
  BatchClient& client;
  Judge& judge;
  const StopSignal& stop;
  std::chrono::steady_clock::duration time;  // for shrinking, all in all
};

// FindingsOf shrinks the examples of each class, explains them beside what passed, and makes one
// finding of those that one known mistake explains, or that are unusual in the same way. Sorted by
// class and name.
std::vector<Finding> FindingsOf(std::map<std::string, Sample>& samples,
                                const std::vector<Case>& passed, const Surroundings& around);

}  // namespace countersign::fuzz
