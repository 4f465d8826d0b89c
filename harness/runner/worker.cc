#include "runner/worker.h"

#include "protocol/codec.h"
#include "runner/not_asked.h"

namespace countersign {

Worker::Worker(Ledger& ledger, const Opener& opener, const Session::Options& options,
               const Hello& hello)
    : ledger_(ledger), opener_(opener), options_(options), hello_(hello), judge_(hello) {}

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
    const Case& c = ledger_.CaseAt(*index);
    if (std::optional<NotAsked> reason = WhyNotAsked(c, hello_)) {
      Record({*index, *std::move(reason), {}});
    } else {
      session_->Ask(*index, c.request);
    }
  }
}

void Worker::Take(Event event) {
  if (const auto* broke = std::get_if<Broke>(&event)) return Blame(*broke);
  // The implementation works on the next request while this one is judged.
  Fill();
  RecordHeld();
  held_ = std::get<Observed>(std::move(event));
}

void Worker::Record(const Observed& observed) {
  CaseResult result = judge_(ledger_.CaseAt(observed.tag), observed.observation);
  const bool bad = result.verdict == Verdict::kFail || result.verdict == Verdict::kFault;
  if (bad && result.stderr_tail.empty()) result.stderr_tail = observed.stderr_text;
  ledger_.Record(observed.tag, std::move(result));
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
  session_->Ask(index, ledger_.CaseAt(index).request);
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
