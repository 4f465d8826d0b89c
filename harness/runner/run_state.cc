// Keeps the results and faults of a run for its workers, which call it from their threads. Run
// (runner.cc) makes it and takes the RunResult from it.
#include "runner/run_state.h"

#include <algorithm>
#include <utility>

#include "judge/shorten.h"

namespace countersign {
namespace {
// An implementation whose answers are all long: from so many bytes on, less of each is kept.
constexpr std::size_t kMostKept = std::size_t{32} << 20;
constexpr std::size_t kKeptBeyond = 512;
}  // namespace

RunState::RunState(const std::vector<const Case*>& cases, const RunOptions& options,
                   StopSignal& stop)
    : cases_(cases),
      options_(options),
      stop_(stop),
      max_restarts_(std::max(kMaxRestarts, static_cast<int>(cases.size() / 20))),
      results_(cases.size()) {}

std::chrono::milliseconds RunState::WaitingTime(std::size_t index) const {
  return options_.waiting_time ? options_.waiting_time(CaseAt(index))
                               : std::chrono::milliseconds(0);
}

std::optional<std::size_t> RunState::NextCase() {
  for (;;) {
    if (options_.until && std::chrono::steady_clock::now() >= *options_.until) return std::nullopt;
    const std::size_t index = next_++;
    if (index >= cases_.size()) return std::nullopt;
    if (WaitingTime(index) == std::chrono::milliseconds(0)) return index;
  }
}

void RunState::Record(std::size_t index, CaseResult result,
                      std::optional<FailedAnswer> failed_answer) {
  const bool bad = result.verdict == Verdict::kFail || result.verdict == Verdict::kFault;
  const bool expected = bad && options_.is_expected && options_.is_expected(result);
  if (bad && !expected && options_.fail_fast) stop_.Set();
  const std::lock_guard<std::mutex> lock(mutex_);
  if (kept_bytes_ > kMostKept) {
    ShortenResult(result, kKeptBeyond);
    if (failed_answer) ShortenAnswer(failed_answer->answer, kKeptBeyond);
  }
  kept_bytes_ += KeptBytes(result);
  results_[index] = std::move(result);
  failed_answers_.erase(index);
  if (failed_answer) failed_answers_.emplace(index, *std::move(failed_answer));
  if (options_.on_result) options_.on_result(*results_[index]);
}

void RunState::AddFault(std::string reason, std::string stderr_tail) {
  AdapterBroke fault = Redacted({std::move(reason), std::move(stderr_tail)});
  const std::lock_guard<std::mutex> lock(mutex_);
  faults_.push_back(std::move(fault));
}

AdapterBroke RunState::Redacted(AdapterBroke broke) const {
  if (broke.reason.empty() && broke.stderr_tail.empty()) return broke;
  std::call_once(redactor_made_, [this] { redactor_.emplace(cases_); });
  return {redactor_->Apply(std::move(broke.reason)), redactor_->Apply(std::move(broke.stderr_tail)),
          broke.timed_out};
}

void RunState::NoteAnswer(std::size_t index) {
  const std::lock_guard<std::mutex> lock(mutex_);
  silent_.clear();
  // A case that waits would make the check slow.
  if (!answered_ && WaitingTime(index) == std::chrono::milliseconds(0)) answered_ = index;
}

bool RunState::NoteSilence(std::size_t index) {
  const std::lock_guard<std::mutex> lock(mutex_);
  silent_.push_back(index);
  const std::size_t most = options_.live_server ? 1 : kMostSilent;
  if (silent_.size() < most || (checking_ && !options_.live_server)) return false;
  checking_ = true;
  return true;
}

void RunState::StillAnswers() {
  const std::lock_guard<std::mutex> lock(mutex_);
  silent_.clear();
  checking_ = false;
}

std::optional<std::size_t> RunState::AnsweredCase() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return answered_;
}

void RunState::GiveUp(const std::string& what, std::size_t index, const std::string& reason) {
  stop_.Set();
  const std::lock_guard<std::mutex> lock(mutex_);
  if (given_up_) return;
  const std::size_t first = silent_.empty() ? index : silent_.front();
  given_up_ = what + " since case " + CaseAt(first).id + ": " + reason;
}

bool RunState::MayRestart() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (restarts_ >= max_restarts_) stop_.Set();
  if (stop_.IsSet()) return false;
  ++restarts_;
  return true;
}

RunResult RunState::Finish(AdapterInfo adapter_info) {
  const std::lock_guard<std::mutex> lock(mutex_);
  RunResult run;
  run.adapter_info = std::move(adapter_info);
  run.interrupted = stop_.Interrupted();
  run.faults = std::move(faults_);
  for (std::optional<CaseResult>& result : results_) {
    if (result) run.results.push_back(*std::move(result));
  }
  for (auto& [index, answer] : failed_answers_) run.failed_answers.push_back(std::move(answer));
  const std::size_t missing = cases_.size() - run.results.size();
  run.complete = missing == 0;
  if (missing > 0 && restarts_ >= max_restarts_) {
    run.faults.push_back({"gave up after " + std::to_string(restarts_) +
                              " restarts: " + std::to_string(missing) + " cases were not judged",
                          {}});
  }
  if (given_up_) {
    const AdapterBroke broke{*given_up_ + ". " + std::to_string(missing) +
                                 (missing == 1 ? " case was" : " cases were") + " not judged",
                             {}};
    run.faults.insert(run.faults.begin(), Redacted(broke));
  }
  std::sort(run.results.begin(), run.results.end(),
            [](const CaseResult& a, const CaseResult& b) { return a.vector->id < b.vector->id; });
  std::sort(
      run.failed_answers.begin(), run.failed_answers.end(),
      [](const FailedAnswer& a, const FailedAnswer& b) { return a.vector->id < b.vector->id; });
  return run;
}

}  // namespace countersign
