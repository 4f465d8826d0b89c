// One worker of a run: asks cases, judges the answers, and finds the case that broke the adapter
// ("Deadlines and blame" in protocol.md). Run starts them, one per job.
#include "runner/worker.h"

#include <chrono>
#include <thread>

#include "judge/judgement.h"
#include "judge/shorten.h"
#include "protocol/codec.h"
#include "runner/clock_probe.h"
#include "runner/not_asked.h"

namespace countersign {
namespace {

const FaultAnswer* FaultIn(const Observation& observation) {
  const auto* answer = std::get_if<Answer>(&observation);
  return answer != nullptr ? std::get_if<FaultAnswer>(answer) : nullptr;
}

}  // namespace

Worker::Worker(RunState& run_state, const ConnectFn& connect, const Session::Options& options,
               const AdapterInfo& adapter_info, const RunOptions& run_options)
    : run_state_(run_state),
      connect_(connect),
      options_(options),
      adapter_info_(adapter_info),
      run_options_(run_options),
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
  if (!run_options_.adapt_case) {
    if (auto reason = WhyNotAsked(c, adapter_info_)) return reason;
    session_->Ask(index, c.request);
    return std::nullopt;
  }
  if (auto reason = WhyUnsupported(c, adapter_info_)) return reason;
  std::variant<Case, NotAsked> adapted = run_options_.adapt_case(c);
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
  if (BrokeConnection(observed.observation) || IsOfAProxy(observed.observation)) {
    return RecordOfServer(observed);
  }
  if (std::holds_alternative<Answer>(observed.observation)) run_state_.NoteAnswer(observed.tag);
  Store(observed, Judged(observed));
}

CaseResult Worker::Judged(const Observed& observed) {
  const Case& c = run_state_.CaseAt(observed.tag);
  const auto adapted = adapted_.find(observed.tag);
  CaseResult result = judge_(adapted == adapted_.end() ? c : adapted->second, observed.observation);
  result.vector = &c;
  const auto* answered = std::get_if<Answer>(&*result.observed);
  const auto* skip = answered != nullptr ? std::get_if<SkipAnswer>(answered) : nullptr;
  if (skip != nullptr && !run_options_.live_server && result.verdict != Verdict::kFault) {
    if (auto why = WhyInvalidSkip(*skip)) {
      result.verdict = Verdict::kFault;
      result.explanation = *std::move(why);
    }
  }
  if (!run_options_.live_server || result.verdict != Verdict::kFault) return result;
  // No adapter is involved: what a live server's connection reports is said as it is.
  const auto* fault = answered != nullptr ? std::get_if<FaultAnswer>(answered) : nullptr;
  if (fault != nullptr) result.explanation = fault->message;
  return result;
}

void Worker::Store(const Observed& observed, CaseResult result) {
  const auto adapted = adapted_.find(observed.tag);
  const auto* answer = std::get_if<Answer>(&observed.observation);
  std::optional<FailedAnswer> failed_answer;
  const bool answered = answer != nullptr && !std::holds_alternative<FaultAnswer>(*answer);
  if (result.verdict == Verdict::kFail && answered) {
    failed_answer = FailedAnswer{result.vector, std::nullopt, *answer};
    ShortenAnswer(failed_answer->answer);
    if (adapted != adapted_.end()) failed_answer->adapted = std::move(adapted->second);
  }
  if (adapted != adapted_.end()) adapted_.erase(adapted);
  const bool bad = failed_answer || result.verdict == Verdict::kFault;
  if (bad && result.stderr_tail.empty()) {
    result.stderr_tail = run_state_.Redacted({"", observed.stderr_text}).stderr_tail;
  }
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
    if (!AskAlone(index, listen) && !Stopped()) RecordBroke(*ended->repeated, ended->broke);
  } else {
    RecordBroke(index, ended->broke);
  }
  return true;
}

void Worker::RecordBroke(std::size_t index, const AdapterBroke& broke) {
  Record({index, broke, {}});
  if (broke.timed_out) NoticeSilence(index, broke.reason);
}

void Worker::NoticeSilence(std::size_t index, const std::string& reason) {
  if (!run_state_.NoteSilence(index)) return;
  if (run_options_.live_server) {
    if (const auto why = WhyServerIsGone()) {
      return run_state_.GiveUp("the server is gone", index, reason + "; now: " + *why);
    }
  } else if (!AdapterAnswers()) {
    if (Stopped()) return;
    const bool never = !run_state_.AnsweredCase();
    return run_state_.GiveUp(never ? "the adapter answers its hello and nothing else"
                                   : "the adapter does not answer any more",
                             index, reason);
  }
  run_state_.StillAnswers();
}

// Asks what the adapter has answered before: a case or, if it answered none, the clock probe.
bool Worker::AdapterAnswers() {
  if (!EnsureSession()) return false;
  if (const std::optional<std::size_t> index = run_state_.AnsweredCase()) {
    session_->Ask(*index, run_state_.CaseAt(*index).request);
    if (std::holds_alternative<Observed>(session_->Next())) return true;
  } else if (adapter_info_.clock == Clock::kInjected && !ProbeClock(*session_).broke) {
    return true;
  }
  DropSession();
  return false;
}

// Asks more than once: a server that has crashed may be started again by a supervisor.
std::optional<std::string> Worker::WhyServerIsGone() const {
  constexpr int kTries = 5;
  std::chrono::milliseconds pause{200};
  std::optional<std::string> why = run_options_.live_server->why_gone();
  for (int tries = 1; why && tries < kTries && !Stopped(); ++tries) {
    std::this_thread::sleep_for(pause);
    pause *= 2;
    why = run_options_.live_server->why_gone();
  }
  return why;
}

bool Worker::BrokeConnection(const Observation& observation) const {
  const FaultAnswer* fault = FaultIn(observation);
  return fault != nullptr && run_options_.live_server &&
         run_options_.live_server->broke_connection(*fault);
}

bool Worker::IsOfAProxy(const Observation& observation) const {
  const FaultAnswer* fault = FaultIn(observation);
  return fault != nullptr && run_options_.live_server && run_options_.live_server->is_of_a_proxy &&
         run_options_.live_server->is_of_a_proxy(*fault);
}

void Worker::RecordOfServer(const Observed& first) {
  CaseResult result = Judged(first);
  run_state_.NoteSilence(first.tag);
  if (const auto why = WhyServerIsGone()) {
    run_state_.GiveUp("the server is gone", first.tag, result.explanation + "; now: " + *why);
  } else if (BrokeConnection(first.observation) && BreaksConnectionAgain(first.tag) &&
             !WhyServerIsGone()) {
    result.verdict = Verdict::kFail;
    result.explanation =
        "The server breaks: it ends the connection without a whole response to this request, each "
        "time, and still answers others. Anybody who sends such a request may stop it for "
        "everybody. "
        "(" +
        result.explanation + ")";
  }
  run_state_.StillAnswers();
  Store(first, std::move(result));
}

// Asks a case once more, in a session of its own, because the next case is already on its way.
bool Worker::BreaksConnectionAgain(std::size_t index) {
  auto opened = Session::Open(connect_, options_, 1);
  if (std::holds_alternative<AdapterBroke>(opened)) return false;
  Session& session = *std::get<std::unique_ptr<Session>>(opened);
  const auto adapted = adapted_.find(index);
  session.Ask(index, adapted == adapted_.end() ? run_state_.CaseAt(index).request
                                               : adapted->second.request);
  const Event event = session.Next();
  const auto* observed = std::get_if<Observed>(&event);
  return observed != nullptr && BrokeConnection(observed->observation);
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
