// Asks an implementation many questions at once. If it breaks, finds the question on which it did,
// and starts it again: a fuzzer has to survive what it finds. The campaign and the shrinking use
// it.
#include "differential/batch_client.h"

#include <utility>

#include "runner/clock_probe.h"
#include "runner/not_asked.h"

namespace countersign::fuzz {
namespace {

// A session remembers its questions, so its memory grows with their number.
constexpr std::int64_t kQuestionsOfASession = 100'000;

}  // namespace

std::variant<std::unique_ptr<BatchClient>, AdapterBroke> BatchClient::Open(
    ConnectFn connect, std::chrono::milliseconds timeout, const StopSignal& stop) {
  std::unique_ptr<BatchClient> client(
      new BatchClient(std::move(connect), {std::chrono::milliseconds(10'000), timeout, &stop}));
  if (!client->Start()) return *client->failure_;
  client->adapter_info_ = client->session_->adapter_info();
  if (client->adapter_info_.clock == Clock::kAmbient) {
    return AdapterBroke{
        "its clock cannot be set (hello says clock \"ambient\"), but every question of fuzzing "
        "needs "
        "its own time",
        ""};
  }
  ClockProbe probe = ProbeClock(*client->session_);
  if (!probe.broke && !probe.faults.empty()) return std::move(probe.faults.front());
  // Every question would wait for the timeout.
  if (probe.broke && probe.faults.front().timed_out) return std::move(probe.faults.front());
  if (probe.broke) client->session_.reset();  // a crash is for the questions to find
  return client;
}

bool BatchClient::Start() {
  if (session_ && session_->NextId() < kQuestionsOfASession) return true;
  if (session_) session_->End();
  session_.reset();
  auto opened = Session::Open(connect_, options_, 1);
  if (auto* failure = std::get_if<AdapterBroke>(&opened)) {
    failure_ = std::move(*failure);
    return false;
  }
  session_ = std::get<std::unique_ptr<Session>>(std::move(opened));
  return true;
}

std::optional<SessionEnded> BatchClient::AskTogether(
    const std::vector<Case>& questions, std::vector<std::optional<Observation>>& observed) {
  const auto window = static_cast<std::size_t>(adapter_info_.max_inflight);
  std::size_t next = 0;
  while (true) {
    for (; next < questions.size() && session_->InFlight() < window; ++next) {
      if (!observed[next]) session_->Ask(next, questions[next].request);
    }
    if (session_->InFlight() == 0) return std::nullopt;
    Event event = session_->Next();
    if (auto* broke = std::get_if<SessionEnded>(&event)) return std::move(*broke);
    Observed& answer = std::get<Observed>(event);
    observed[answer.tag] = std::move(answer.observation);
  }
}

void BatchClient::AskAlone(const std::vector<Case>& questions, std::size_t index,
                           std::vector<std::optional<Observation>>& observed) {
  const bool is_new = session_ == nullptr;
  if (!Start()) return;
  session_->Ask(index, questions[index].request);
  Event event = session_->Next();
  if (auto* broke = std::get_if<SessionEnded>(&event)) {
    session_.reset();
    // An earlier question may be the cause, so ask again in a new session.
    if (!is_new) return AskAlone(questions, index, observed);
    observed[index] = AdapterBroke{broke->broke.reason, broke->broke.stderr_tail};
    return;
  }
  observed[index] = std::get<Observed>(event).observation;
}

void BatchClient::AskUnansweredAlone(const std::vector<Case>& questions,
                                     std::vector<std::optional<Observation>>& observed) {
  std::vector<std::size_t> unanswered = session_->Unanswered();
  session_.reset();
  if (unanswered.empty()) {
    for (std::size_t i = 0; i < questions.size(); ++i) unanswered.push_back(i);
  }
  for (const std::size_t i : unanswered) {
    if (!observed[i] && !options_.stop->IsSet()) AskAlone(questions, i, observed);
  }
}

std::optional<std::vector<Observation>> BatchClient::Ask(const std::vector<Case>& questions) {
  std::vector<std::optional<Observation>> observed(questions.size());
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (auto reason = WhyNotAsked(questions[i], adapter_info_)) observed[i] = *std::move(reason);
  }
  while (true) {
    if (!Start()) return std::nullopt;
    if (!AskTogether(questions, observed)) break;
    // It was stopped on purpose, so no question is the cause.
    if (options_.stop->IsSet()) return std::nullopt;
    AskUnansweredAlone(questions, observed);
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
