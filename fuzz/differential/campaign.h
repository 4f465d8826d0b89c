#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "differential/batch_client.h"
#include "differential/findings.h"
#include "scene/scene.h"

namespace countersign::fuzz {

struct CampaignProgress {
  std::size_t questions = 0;
  std::size_t not_asked = 0;
  std::size_t classes = 0;
  std::size_t corpus = 0;
};

struct CampaignOptions {
  std::chrono::seconds time{60};
  std::size_t questions = std::numeric_limits<std::size_t>::max();  // ends after the batch in which
                                                                    // this number is reached
  std::uint64_t seed = 1;
  std::vector<Scene> corpus;  // not empty
  // Called after each batch, from the same thread.
  std::function<void(const CampaignProgress&)> on_progress;
};

struct CampaignResult {
  CampaignProgress totals;
  std::vector<Finding> findings;  // sorted by class and name
  std::vector<Scene> grown;       // scenes that showed a new pair of answers
  bool gave_up = false;           // the implementation did not start any more
};

// RunCampaign compares the implementation with the reference on mutated scenes until the time is
// over or `stop` is set. Then it shrinks and explains the divergences.
CampaignResult RunCampaign(BatchClient& client, const CampaignOptions& options,
                           const StopSignal& stop);

}  // namespace countersign::fuzz
