#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "differential/asker.h"
#include "judge/verdict.h"
#include "scene/scene.h"
#include "suite/case.h"

namespace countersign::fuzz {

// Example is one question on which an implementation and the reference disagree.
struct Example {
  Scene scene;
  Case question;
  Observation observation;
  std::vector<Cause> causes;  // known mistakes that give just this answer
};

// Finding is all examples of one class (differential/divergence.h) that one mistake explains.
struct Finding {
  std::string class_name;
  std::string cause;      // empty: none that is known
  std::size_t count = 0;  // of the class, causes notwithstanding
  Example example;        // shrunk
};

struct Progressed {
  std::size_t questions = 0;
  std::size_t not_asked = 0;
  std::size_t classes = 0;
  std::size_t corpus = 0;
};

struct CampaignOptions {
  std::chrono::seconds time{60};
  std::uint64_t seed = 1;
  std::vector<Scene> corpus;  // not empty
  // Called after each batch, from the same thread.
  std::function<void(const Progressed&)> on_progress;
};

struct CampaignResult {
  Progressed totals;
  std::vector<Finding> findings;  // sorted by class and cause
  std::vector<Scene> grown;       // scenes that showed a new pair of answers
  bool gave_up = false;           // it did not start any more
};

// RunCampaign puts mutated scenes to the implementation and to the reference until the time is over
// or `stop` is set, then shrinks and explains what differs.
CampaignResult RunCampaign(Asker& asker, const CampaignOptions& options, const StopSignal& stop);

}  // namespace countersign::fuzz
