#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "judge/redact.h"
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
  // end, and after the moment until which cases may be begun.
  std::optional<std::size_t> NextCase();
  // Record keeps a case's result, and the answer if it failed; a later result replaces it. With
  // fail_fast, the first fail or fault sets the stop signal.
  void Record(std::size_t index, CaseResult result, std::optional<FailedAnswer> failed_answer);
  // AddFault keeps a fault that is not about one case.
  void AddFault(std::string reason, std::string stderr_tail);
  // NoteAnswer says that a case was answered: the implementation is still there.
  void NoteAnswer(std::size_t index);
  // NoteSilence says that a case got no answer in time. It returns true if the caller has to find
  // out whether the implementation still answers, and to call StillAnswers or GiveUp.
  bool NoteSilence(std::size_t index);
  void StillAnswers();
  // AnsweredCase is a case that was answered before; nullopt if none was.
  std::optional<std::size_t> AnsweredCase() const;
  // GiveUp stops the run: the implementation answers nothing any more. `what` begins the sentence
  // that names the first case without an answer: "the server is gone". `index` is the last one.
  void GiveUp(const std::string& what, std::size_t index, const std::string& reason);
  // Redacted is the same without the secrets of any case.
  AdapterBroke Redacted(AdapterBroke broke) const;
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
  mutable std::once_flag redactor_made_;  // when it is first used: most runs need none
  mutable std::optional<Redactor> redactor_;
  mutable std::mutex mutex_;             // guards the rest
  std::optional<std::size_t> answered_;  // the first case that was answered
  std::vector<std::size_t> silent_;      // the last cases, if there was no answer to them
  bool checking_ = false;                // a worker finds out whether there are answers at all
  std::optional<std::string> given_up_;
  int restarts_ = 0;
  std::vector<std::optional<CaseResult>> results_;
  std::size_t kept_bytes_ = 0;                          // of the results
  std::map<std::size_t, FailedAnswer> failed_answers_;  // by index
  std::vector<AdapterBroke> faults_;
};

}  // namespace countersign
