// Asks the questions of a certification. `countersign certify` calls it with the implementation,
// and once more, as `certify check` does, with the recorded answers.
#include "certify/ask_plan.h"

#include <memory>
#include <utility>
#include <variant>

#include "certify/transcript.h"
#include "judge/judge.h"
#include "judge/judgement.h"
#include "protocol/codec.h"
#include "runner/clock_probe.h"
#include "runner/not_asked.h"
#include "runner/session.h"
#include "runner/stop_signal.h"

namespace countersign {
namespace {

constexpr int kMostBreaks = 20;

class PlanAsking {
 public:
  PlanAsking(const Plan& plan, const ConnectFn& connect, const AskOptions& options)
      : plan_(plan),
        connect_(connect),
        options_(options),
        stop_(options.interrupted),
        timeouts_{options.startup_timeout, options.case_timeout, &stop_} {}

  AskedPlan Run() {
    asked_.of_live_server = options_.adapt != nullptr;
    if (OpenSession() && ProbeClockOnce()) AskAll();
    if (session_ && !asked_.stopped) End();
    if (stop_.Interrupted()) asked_.stopped = "interrupted";
    return std::move(asked_);
  }

 private:
  bool Stop(std::string why) {
    if (!asked_.stopped) asked_.stopped = std::move(why);
    return false;
  }

  bool OpenSession() {
    if (session_) return true;
    options_.about(kAboutHello);
    auto opened = Session::Open(connect_, timeouts_, next_id_);
    if (auto* broke = std::get_if<AdapterBroke>(&opened)) {
      return Stop("it failed before it answered the hello: " + broke->reason);
    }
    session_ = std::get<std::unique_ptr<Session>>(std::move(opened));
    if (!judge_) {
      asked_.adapter_info = session_->adapter_info();
      judge_.emplace(asked_.adapter_info);
    } else if (EncodeHelloAnswer(session_->adapter_info()) !=
               EncodeHelloAnswer(asked_.adapter_info)) {
      return Stop("it answered the hello differently after a break");
    }
    return true;
  }

  void DropSession() {
    next_id_ = session_->NextId();
    session_.reset();
  }

  bool ProbeClockOnce() {
    if (asked_.adapter_info.clock == Clock::kAmbient) return true;
    options_.about(kAboutClock);
    const ClockProbe probe = ProbeClock(*session_);
    if (probe.faults.empty()) return true;
    return Stop(probe.faults.front().reason);
  }

  void AskAll() {
    for (const PlanEntry& planned : plan_.cases) {
      Observation observation = AskOne(planned);
      if (asked_.stopped || stop_.IsSet()) return;
      asked_.records.push_back(was_asked_ && options_.last_record ? options_.last_record() : 0);
      asked_.results.push_back(Judged(planned, std::move(observation)));
      if (options_.on_result) options_.on_result(asked_.results.back());
    }
  }

  const Case& AskedCase(const PlanEntry& planned) const {
    return adapted_ ? *adapted_ : planned.asked;
  }

  // Why a case is not asked. It adapts a case to a live server.
  std::optional<NotAsked> WhyNot(const PlanEntry& planned) {
    if (!options_.adapt) return WhyNotAsked(planned.asked, asked_.adapter_info);
    if (auto reason = WhyUnsupported(planned.asked, asked_.adapter_info)) return reason;
    options_.about(planned.vector->id);
    auto adapted = options_.adapt(*planned.vector);
    if (auto* reason = std::get_if<NotAsked>(&adapted)) return std::move(*reason);
    adapted_ = std::get<Case>(std::move(adapted));
    return std::nullopt;
  }

  Observation AskOne(const PlanEntry& planned) {
    was_asked_ = false;
    adapted_.reset();
    if (auto reason = WhyNot(planned)) return *std::move(reason);
    was_asked_ = true;
    const std::size_t index = asked_.results.size();
    AdapterBroke broke;
    // An implementation that answers an earlier case twice is asked this one again.
    for (int tries = 0; tries < 2; ++tries) {
      if (!OpenSession()) return AdapterBroke{};
      options_.about(planned.vector->id);
      session_->Ask(index, AskedCase(planned).request);
      Event event = session_->Next();
      if (auto* observed = std::get_if<Observed>(&event)) return std::move(observed->observation);
      SessionEnded& ended = std::get<SessionEnded>(event);
      DropSession();
      if (++breaks_ > kMostBreaks)
        Stop("it broke more than " + std::to_string(kMostBreaks) +
             " times, at last so: " + ended.broke.reason);
      broke = ended.broke;
      if (!ended.repeated || *ended.repeated >= index) break;
      const PlanEntry& repeated = plan_.cases[*ended.repeated];
      asked_.results[*ended.repeated] = Judged(repeated, ended.broke);
    }
    return AdapterBroke{broke.reason, {}};
  }

  CaseResult Judged(const PlanEntry& planned, const Observation& observation) {
    CaseResult result = (*judge_)(AskedCase(planned), observation);
    result.vector = planned.vector;
    const auto* answer = std::get_if<Answer>(&observation);
    const auto* skip = answer != nullptr ? std::get_if<SkipAnswer>(answer) : nullptr;
    if (skip != nullptr && !options_.adapt && result.verdict != Verdict::kFault) {
      if (auto why = WhyInvalidSkip(*skip)) {
        result.verdict = Verdict::kFault;
        result.explanation = *std::move(why);
      }
    }
    return result;
  }

  void End() {
    if (const auto ended = session_->End()) asked_.bad_end = ended->broke.reason;
  }

  const Plan& plan_;
  const ConnectFn& connect_;
  const AskOptions& options_;
  StopSignal stop_;
  const Session::Options timeouts_;
  std::unique_ptr<Session> session_;
  std::optional<Judge> judge_;
  std::optional<Case> adapted_;  // the case that is asked of a live server
  AskedPlan asked_;
  std::int64_t next_id_ = 1;
  int breaks_ = 0;
  bool was_asked_ = false;
};

}  // namespace

AskedPlan AskPlan(const Plan& plan, const ConnectFn& connect, const AskOptions& options) {
  return PlanAsking(plan, connect, options).Run();
}

}  // namespace countersign
