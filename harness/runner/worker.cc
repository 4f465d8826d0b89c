#include "runner/worker.h"

#include "protocol/codec.h"
#include "runner/not_asked.h"

namespace countersign {

Worker::Worker(Ledger& ledger, const Opener& opener, const Session::Options& options,
               const Hello& hello, const Posing& pose)
    : ledger_(ledger),
      opener_(opener),
      options_(options),
      hello_(hello),
      pose_(pose),
      judge_(hello) {}

void Worker::Run() {
  while (!Stopped() && EnsureSession()) {
    Fill();
    if (session_->InFlight() == 0) break;
    Take(session_->Next());
  }
  while (session_ && !Stopped()) Finish();
  DropSession();
  // What came after the first fail of a run that is to fail fast does not count.
  if (!Stopped() || options_.stop->Interrupted()) RecordHeld();
}

void Worker::RunOne(std::size_t index) {
  FailsAlone(index, false);
  while (session_ && !Stopped()) Finish();
  DropSession();
}

bool Worker::EnsureSession() {
  if (session_) return true;
  if (gave_up_ || (restarting_ && !ledger_.MayRestart())) return false;
  auto opened = Session::Open(opener_, options_, next_id_);
  if (auto* failure = std::get_if<AdapterFailure>(&opened)) {
    gave_up_ = true;
    if (!Stopped()) {
      ledger_.Fault("a fresh start failed: " + failure->reason, failure->stderr_tail);
    }
    return false;
  }
  session_ = std::get<std::unique_ptr<Session>>(std::move(opened));
  if (EncodeHelloAnswer(session_->hello()) == EncodeHelloAnswer(hello_)) return true;
  gave_up_ = true;
  ledger_.Fault("a fresh start answered the hello differently", {});
  DropSession();
  return false;
}

// Kills what has not ended.
void Worker::DropSession() {
  if (!session_) return;
  next_id_ = session_->NextId();
  session_.reset();
  restarting_ = true;
}

void Worker::Fill() {
  const auto window = static_cast<std::size_t>(hello_.max_inflight);
  while (session_->InFlight() < window && !Stopped()) {
    const std::optional<std::size_t> index = ledger_.NextCase();
    if (!index) return;
    if (std::optional<NotAsked> reason = Ask(*index)) Record({*index, *std::move(reason), {}});
  }
}

std::optional<NotAsked> Worker::Ask(std::size_t index) {
  const Case& c = ledger_.CaseAt(index);
  if (!pose_) {
    if (auto reason = WhyNotAsked(c, hello_)) return reason;
    session_->Ask(index, c.request);
    return std::nullopt;
  }
  if (auto reason = WhyUnsupported(c, hello_)) return reason;
  std::variant<Case, NotAsked> posed = pose_(c);
  if (auto* reason = std::get_if<NotAsked>(&posed)) return std::move(*reason);
  Case& kept = posed_[index] = std::get<Case>(std::move(posed));
  session_->Ask(index, kept.request);
  return std::nullopt;
}

void Worker::Take(Event event) {
  if (const auto* broke = std::get_if<Broke>(&event)) return Blame(*broke);
  // The implementation works on the next request while this one is judged.
  Fill();
  RecordHeld();
  held_ = std::get<Observed>(std::move(event));
}

void Worker::Record(const Observed& observed) {
  const Case& c = ledger_.CaseAt(observed.tag);
  const auto posed = posed_.find(observed.tag);
  CaseResult result = judge_(posed == posed_.end() ? c : posed->second, observed.observation);
  result.vector = &c;
  std::optional<Failure> failure;
  if (result.verdict == Verdict::kFail) {
    failure = Failure{&c, std::nullopt, std::get<Answer>(observed.observation)};
    if (posed != posed_.end()) failure->posed = std::move(posed->second);
  }
  if (posed != posed_.end()) posed_.erase(posed);
  const bool bad = failure || result.verdict == Verdict::kFault;
  if (bad && result.stderr_tail.empty()) result.stderr_tail = observed.stderr_text;
  ledger_.Record(observed.tag, std::move(result), std::move(failure));
}

void Worker::RecordHeld() {
  if (held_) Record(*std::exchange(held_, std::nullopt));
}

void Worker::Blame(const Broke& broke) {
  const std::vector<std::size_t> suspects = session_->Unanswered();
  DropSession();
  if (held_ && broke.repeated == held_->tag) held_.reset();
  RecordHeld();
  bool found = false;
  if (broke.repeated) found = FailsAlone(*broke.repeated, true);
  for (const std::size_t index : suspects) {
    found = FailsAlone(index, broke.repeated.has_value()) || found;
  }
  if (found || Stopped() || gave_up_) return;
  // Every case has its verdict from its second run, but an implementation that breaks is broken.
  const std::string unanswered =
      suspects.size() == 1 ? "1 case" : std::to_string(suspects.size()) + " cases";
  ledger_.Fault(broke.failure.reason + " with " + unanswered + " unanswered; none fails alone",
                broke.failure.stderr_tail);
}

// FailsAlone runs one case with nothing else in flight and records what comes of it. True: the
// implementation broke again. `listen`: wait a little for a second answer.
bool Worker::FailsAlone(std::size_t index, bool listen) {
  if (Stopped() || !EnsureSession()) return false;
  if (std::optional<NotAsked> reason = Ask(index)) {
    Record({index, *std::move(reason), {}});
    return false;
  }
  Event event = session_->Next();
  auto* observed = std::get_if<Observed>(&event);
  std::optional<Broke> broke;
  if (observed == nullptr) {
    broke = std::get<Broke>(std::move(event));
  } else if (listen) {
    broke = session_->AwaitMore();
  }
  if (!broke) {
    Record(*observed);
    return std::holds_alternative<Broken>(observed->observation);
  }
  DropSession();
  if (Stopped()) return false;
  if (broke->repeated && *broke->repeated != index) {
    // Either the case before this one was answered twice, or this one is answered by another's id.
    // In a fresh session there is no other.
    if (!FailsAlone(index, listen) && !Stopped()) {
      Record({*broke->repeated, Broken{broke->failure.reason, broke->failure.stderr_tail}, {}});
    }
  } else {
    Record({index, Broken{broke->failure.reason, broke->failure.stderr_tail}, {}});
  }
  return true;
}

// Finish ends the session in order. Whoever speaks unasked at the end is blamed as well.
void Worker::Finish() {
  const std::optional<Broke> broke = session_->End();
  if (!broke) {
    session_.reset();
  } else if (broke->repeated) {
    Blame(*broke);
  } else if (!Stopped()) {
    ledger_.Fault("did not end in order: " + broke->failure.reason, broke->failure.stderr_tail);
    session_.reset();
  }
}

}  // namespace countersign
