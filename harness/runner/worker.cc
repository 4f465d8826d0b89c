// One worker of a run: asks cases, judges the answers, and finds the case that broke the adapter
// ("Deadlines and blame" in protocol.md). Run starts them, one per job.
#include "runner/worker.h"

#include "protocol/codec.h"
#include "runner/not_asked.h"

namespace countersign {

Worker::Worker(RunState& run_state, const ConnectFn& connect, const Session::Options& options,
               const AdapterInfo& adapter_info, const AdaptCaseFn& adapt_case)
    : run_state_(run_state),
      connect_(connect),
      options_(options),
      adapter_info_(adapter_info),
      adapt_case_(adapt_case),
      judge_(adapter_info) {}

void Worker::Run() {
  while (!Stopped() && EnsureSession()) {
    Fill();
    if (session_->InFlight() == 0) break;
    Take(session_->Next());
  }
  while (session_ && !Stopped()) Finish();
  DropSession();
  // With fail_fast, answers after the first fail do not count.
  if (!Stopped() || options_.stop->Interrupted()) RecordHeld();
}

void Worker::RunOne(std::size_t index) {
  AskAlone(index, false);
  while (session_ && !Stopped()) Finish();
  DropSession();
}

bool Worker::EnsureSession() {
  if (session_) return true;
  if (gave_up_ || (restarting_ && !run_state_.MayRestart())) return false;
  auto opened = Session::Open(connect_, options_, next_id_);
  if (auto* broke = std::get_if<AdapterBroke>(&opened)) {
    gave_up_ = true;
    if (!Stopped()) {
      run_state_.AddFault("a restart failed: " + broke->reason, broke->stderr_tail);
    }
    return false;
  }
  session_ = std::get<std::unique_ptr<Session>>(std::move(opened));
  if (EncodeHelloAnswer(session_->adapter_info()) == EncodeHelloAnswer(adapter_info_)) return true;
  gave_up_ = true;
  run_state_.AddFault("a restarted adapter answered the hello differently", {});
  DropSession();
  return false;
}

// Ends the session. A process that is still running is killed.
void Worker::DropSession() {
  if (!session_) return;
  next_id_ = session_->NextId();
  session_.reset();
  restarting_ = true;
}

void Worker::Fill() {
  const auto window = static_cast<std::size_t>(adapter_info_.max_inflight);
  while (session_->InFlight() < window && !Stopped()) {
    const std::optional<std::size_t> index = run_state_.NextCase();
    if (!index) return;
    if (std::optional<NotAsked> reason = Ask(*index)) Record({*index, *std::move(reason), {}});
  }
}

std::optional<NotAsked> Worker::Ask(std::size_t index) {
  const Case& c = run_state_.CaseAt(index);
  if (!adapt_case_) {
    if (auto reason = WhyNotAsked(c, adapter_info_)) return reason;
    session_->Ask(index, c.request);
    return std::nullopt;
  }
  if (auto reason = WhyUnsupported(c, adapter_info_)) return reason;
  std::variant<Case, NotAsked> adapted = adapt_case_(c);
  if (auto* reason = std::get_if<NotAsked>(&adapted)) return std::move(*reason);
  Case& kept = adapted_[index] = std::get<Case>(std::move(adapted));
  session_->Ask(index, kept.request);
  return std::nullopt;
}

void Worker::Take(Event event) {
  if (const auto* ended = std::get_if<SessionEnded>(&event)) return Blame(*ended);
  // The implementation works on the next request while this one is judged.
  Fill();
  RecordHeld();
  held_ = std::get<Observed>(std::move(event));
}

void Worker::Record(const Observed& observed) {
  const Case& c = run_state_.CaseAt(observed.tag);
  const auto adapted = adapted_.find(observed.tag);
  CaseResult result = judge_(adapted == adapted_.end() ? c : adapted->second, observed.observation);
  result.vector = &c;
  std::optional<FailedAnswer> failed_answer;
  if (result.verdict == Verdict::kFail) {
    failed_answer = FailedAnswer{&c, std::nullopt, std::get<Answer>(observed.observation)};
    if (adapted != adapted_.end()) failed_answer->adapted = std::move(adapted->second);
  }
  if (adapted != adapted_.end()) adapted_.erase(adapted);
  const bool bad = failed_answer || result.verdict == Verdict::kFault;
  if (bad && result.stderr_tail.empty()) result.stderr_tail = observed.stderr_text;
  run_state_.Record(observed.tag, std::move(result), std::move(failed_answer));
}

void Worker::RecordHeld() {
  if (held_) Record(*std::exchange(held_, std::nullopt));
}

// Blame is called when the session has broken: asks each unanswered case again, alone. Those that
// break the adapter again are faults, the others are judged.
void Worker::Blame(const SessionEnded& ended) {
  const std::vector<std::size_t> unanswered = session_->Unanswered();
  DropSession();
  if (held_ && ended.repeated == held_->tag) held_.reset();
  RecordHeld();
  bool found = false;
  if (ended.repeated) found = AskAlone(*ended.repeated, true);
  for (const std::size_t index : unanswered) {
    found = AskAlone(index, ended.repeated.has_value()) || found;
  }
  if (found || Stopped() || gave_up_) return;
  // Every case has its verdict from its second run, but the break is still a fault of the run.
  const std::string count =
      unanswered.size() == 1 ? "1 case" : std::to_string(unanswered.size()) + " cases";
  run_state_.AddFault(ended.broke.reason + " with " + count + " unanswered; none fails alone",
                      ended.broke.stderr_tail);
}

// AskAlone asks one case with nothing else in flight and records its result: a fault if the adapter
// breaks. Returns whether it broke. `listen`: wait a short time for a second answer.
bool Worker::AskAlone(std::size_t index, bool listen) {
  if (Stopped() || !EnsureSession()) return false;
  if (std::optional<NotAsked> reason = Ask(index)) {
    Record({index, *std::move(reason), {}});
    return false;
  }
  Event event = session_->Next();
  auto* observed = std::get_if<Observed>(&event);
  std::optional<SessionEnded> ended;
  if (observed == nullptr) {
    ended = std::get<SessionEnded>(std::move(event));
  } else if (listen) {
    ended = session_->AwaitMore();
  }
  if (!ended) {
    Record(*observed);
    return std::holds_alternative<AdapterBroke>(observed->observation);
  }
  DropSession();
  if (Stopped()) return false;
  if (ended->repeated && *ended->repeated != index) {
    // Either the case before this one was answered twice, or this one was answered with the id of
    // another. A fresh session has no other case.
    if (!AskAlone(index, listen) && !Stopped()) {
      Record({*ended->repeated, AdapterBroke{ended->broke.reason, ended->broke.stderr_tail}, {}});
    }
  } else {
    Record({index, AdapterBroke{ended->broke.reason, ended->broke.stderr_tail}, {}});
  }
  return true;
}

// Finish ends the session. A line that arrives although nothing was asked is blamed on a case too.
void Worker::Finish() {
  const std::optional<SessionEnded> ended = session_->End();
  if (!ended) {
    session_.reset();
  } else if (ended->repeated) {
    Blame(*ended);
  } else if (!Stopped()) {
    run_state_.AddFault("did not end in order: " + ended->broke.reason, ended->broke.stderr_tail);
    session_.reset();
  }
}

}  // namespace countersign
