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

// RunState is what the workers of a run share: which case is next, the results, and the faults of
// the run as a whole. Thread-safe.
class RunState {
 public:
  RunState(const std::vector<const Case*>& cases, const RunOptions& options, StopSignal& stop);

  const Case& CaseAt(std::size_t index) const { return *cases_[index]; }
  std::chrono::milliseconds WaitingTime(std::size_t index) const;
  // NextCase returns the index of each case that does not wait, once and in order; nullopt at the
  // end.
  std::optional<std::size_t> NextCase();
  // Record keeps a case's result, and the answer if it failed; a later result replaces it. With
  // fail_fast, the first fail or fault sets the stop signal.
  void Record(std::size_t index, CaseResult result, std::optional<FailedAnswer> failed_answer);
  // AddFault keeps a fault that is not about one case.
  void AddFault(std::string reason, std::string stderr_tail);
  // MayRestart counts a restart. It returns false, and sets the stop signal, if none is left.
  bool MayRestart();

  // Finish returns the result of the whole run, when all workers are done.
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
  std::map<std::size_t, FailedAnswer> failed_answers_;  // by index
  std::vector<AdapterBroke> faults_;
};

}  // namespace countersign
