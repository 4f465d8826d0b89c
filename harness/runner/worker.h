#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "judge/judge.h"
#include "runner/run_state.h"
#include "runner/session.h"
#include "transport/connection.h"

namespace countersign {

// Worker takes cases from the RunState, sends them in its own session, as many at once as the
// adapter takes, and judges the answers. When a session breaks, it finds out which case is to blame
// (protocol.md, "Deadlines and blame"). All workers of a run must get the same answer to the hello.
class Worker {
 public:
  Worker(RunState& run_state, const ConnectFn& connect, const Session::Options& options,
         const AdapterInfo& adapter_info, const RunOptions& run_options);

  // Adopt takes over a session whose hello was answered, instead of opening the first one.
  void Adopt(std::unique_ptr<Session> session) { session_ = std::move(session); }
  // Run returns when no case is left or the run is to stop.
  void Run();
  // RunOne asks only this case.
  void RunOne(std::size_t index);

 private:
  bool EnsureSession();  // false: none can be opened any more
  void DropSession();
  void Fill();
  // Ask sends a case, as it is or adapted. Returns why if it cannot be asked.
  std::optional<NotAsked> Ask(std::size_t index);
  void Take(Event event);
  // Record judges an observation and stores the result.
  void Record(const Observed& observed);
  CaseResult Judged(const Observed& observed);
  void Store(const Observed& observed, CaseResult result);
  void RecordHeld();
  void Blame(const SessionEnded& ended);
  bool AskAlone(std::size_t index, bool listen);
  // RecordBroke records that the implementation broke on a case, or did not answer it in time.
  void RecordBroke(std::size_t index, const AdapterBroke& broke);
  // NoticeSilence ends the run if the implementation answers nothing any more.
  void NoticeSilence(std::size_t index, const std::string& reason);
  bool AdapterAnswers();
  std::optional<std::string> WhyServerIsGone() const;
  bool BrokeConnection(const Observation& observation) const;
  // IsOfAProxy tells whether a proxy answered, because the live server behind it did not.
  bool IsOfAProxy(const Observation& observation) const;
  // RecordOfServer records a case to which a live server gave no whole response: a fail if that
  // happens again although the server answers others.
  void RecordOfServer(const Observed& first);
  bool BreaksConnectionAgain(std::size_t index);
  void Finish();
  bool Stopped() const { return options_.stop->IsSet(); }

  RunState& run_state_;
  const ConnectFn& connect_;
  const Session::Options options_;
  const AdapterInfo adapter_info_;
  const RunOptions& run_options_;
  // By index: adapted cases that were asked and are not recorded yet.
  std::map<std::size_t, Case> adapted_;
  Judge judge_;
  std::unique_ptr<Session> session_;
  // Recorded when the next line has arrived, because that might answer the same request again.
  std::optional<Observed> held_;
  std::int64_t next_id_ = 1;
  bool restarting_ = false;  // a session has broken: the next one is a restart
  bool gave_up_ = false;
};

}  // namespace countersign
