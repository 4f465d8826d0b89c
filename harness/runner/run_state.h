#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "runner/runner.h"
#include "runner/stop_signal.h"

namespace countersign {

// RunState is what the workers of a run share: which case comes next, what was judged, what broke.
// Thread-safe.
class RunState {
 public:
  RunState(const std::vector<const Case*>& cases, const RunOptions& options, StopSignal& stop);

  const Case& CaseAt(std::size_t index) const { return *cases_[index]; }
  std::chrono::milliseconds WaitingTime(std::size_t index) const;
  // NextCase hands out the index of every case that does not wait once, in order; nothing at the
  // end.
  std::optional<std::size_t> NextCase();
  // Record keeps a case's result, and the answer where it failed; later ones replace them. Sets the
  // stop signal at the first fail or fault, where the run is to fail fast.
  void Record(std::size_t index, CaseResult result, std::optional<FailedAnswer> failure);
  // Fault keeps what is not about one case.
  void Fault(std::string reason, std::string stderr_tail);
  // MayRestart counts a restart. False where the budget is spent: it sets the stop signal.
  bool MayRestart();

  // Finish is the run as a whole, once all workers are done.
  RunResult Finish(AdapterInfo adapter_info);

 private:
  const std::vector<const Case*>& cases_;
  const RunOptions& options_;
  StopSignal& stop_;
  const int max_restarts_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;  // guards the rest
  int restarts_ = 0;
  std::vector<std::optional<CaseResult>> results_;
  std::map<std::size_t, FailedAnswer> failures_;  // by index
  std::vector<AdapterBroke> faults_;
};

}  // namespace countersign
