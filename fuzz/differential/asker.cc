#include "differential/asker.h"

#include <utility>

#include "runner/not_asked.h"

namespace countersign::fuzz {
namespace {

// A session remembers what it asked; this much is little enough.
constexpr std::int64_t kQuestionsOfASession = 100'000;

Broken BrokenOf(const AdapterFailure& failure) { return {failure.reason, failure.stderr_tail}; }

}  // namespace

std::variant<std::unique_ptr<Asker>, AdapterFailure> Asker::Open(Opener opener,
                                                                 std::chrono::milliseconds patience,
                                                                 const StopSignal& stop) {
  std::unique_ptr<Asker> asker(
      new Asker(std::move(opener), {std::chrono::milliseconds(10'000), patience, &stop}));
  if (!asker->Start()) return *asker->failure_;
  asker->hello_ = asker->session_->hello();
  if (asker->hello_.clock == Clock::kAmbient) {
    return AdapterFailure{
        "its clock cannot be set (hello says clock \"ambient\"), and every "
        "question of fuzzing has a time of its own",
        ""};
  }
  return asker;
}

bool Asker::Start() {
  if (session_ && session_->NextId() < kQuestionsOfASession) return true;
  if (session_) session_->End();
  session_.reset();
  auto opened = Session::Open(opener_, options_, 1);
  if (auto* failure = std::get_if<AdapterFailure>(&opened)) {
    failure_ = std::move(*failure);
    return false;
  }
  session_ = std::get<std::unique_ptr<Session>>(std::move(opened));
  return true;
}

std::optional<Broke> Asker::AskTogether(const std::vector<Case>& questions,
                                        std::vector<std::optional<Observation>>& observed) {
  const auto window = static_cast<std::size_t>(hello_.max_inflight);
  std::size_t next = 0;
  while (true) {
    for (; next < questions.size() && session_->InFlight() < window; ++next) {
      if (!observed[next]) session_->Ask(next, questions[next].request);
    }
    if (session_->InFlight() == 0) return std::nullopt;
    Event event = session_->Next();
    if (auto* broke = std::get_if<Broke>(&event)) return std::move(*broke);
    Observed& answer = std::get<Observed>(event);
    observed[answer.tag] = std::move(answer.observation);
  }
}

void Asker::AskAlone(const std::vector<Case>& questions, std::size_t index,
                     std::vector<std::optional<Observation>>& observed) {
  const bool fresh = session_ == nullptr;
  if (!Start()) return;
  session_->Ask(index, questions[index].request);
  Event event = session_->Next();
  if (auto* broke = std::get_if<Broke>(&event)) {
    session_.reset();
    // Something that it was asked before may be to blame.
    if (!fresh) return AskAlone(questions, index, observed);
    observed[index] = BrokenOf(broke->failure);
    return;
  }
  observed[index] = std::get<Observed>(event).observation;
}

void Asker::FindCulprit(const std::vector<Case>& questions,
                        std::vector<std::optional<Observation>>& observed) {
  std::vector<std::size_t> suspects = session_->Unanswered();
  session_.reset();
  if (suspects.empty()) {
    for (std::size_t i = 0; i < questions.size(); ++i) suspects.push_back(i);
  }
  for (const std::size_t i : suspects) {
    if (!observed[i] && !options_.stop->IsSet()) AskAlone(questions, i, observed);
  }
}

std::optional<std::vector<Observation>> Asker::Ask(const std::vector<Case>& questions) {
  std::vector<std::optional<Observation>> observed(questions.size());
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (auto reason = WhyNotAsked(questions[i], hello_)) observed[i] = *std::move(reason);
  }
  while (true) {
    if (!Start()) return std::nullopt;
    if (!AskTogether(questions, observed)) break;
    // Stopped on purpose, none is to blame.
    if (options_.stop->IsSet()) return std::nullopt;
    FindCulprit(questions, observed);
  }
  std::vector<Observation> all;
  all.reserve(questions.size());
  for (auto& one : observed) {
    if (!one) return std::nullopt;
    all.push_back(*std::move(one));
  }
  return all;
}

}  // namespace countersign::fuzz
