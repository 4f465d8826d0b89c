// Runs the cases: opens the first session, starts the workers and waits for them. Called by
// `countersign run`, by the tests of mutants, and by the benchmarks.
#include "runner/runner.h"

#include <algorithm>
#include <deque>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "runner/clock_probe.h"
#include "runner/run_state.h"
#include "runner/session.h"
#include "runner/stop_signal.h"
#include "runner/worker.h"

namespace countersign {
namespace {

// StartThread returns false if the system has no thread to spare: others, or the caller, then do
// the work.
template <typename Work>
bool StartThread(std::vector<std::thread>& threads, Work work) {
  try {
    threads.emplace_back(std::move(work));
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

// Checks the clock if the adapter says that it can be set. Returns false if it failed the check:
// then no verdict would mean anything.
bool PassesClockProbe(Session& session, const StopSignal& stop, RunState& run_state) {
  if (session.adapter_info().clock == Clock::kAmbient) return true;
  ClockProbe probe = ProbeClock(session);
  if (stop.IsSet()) return false;
  for (AdapterBroke& fault : probe.faults) {
    run_state.AddFault(std::move(fault.reason), std::move(fault.stderr_tail));
  }
  return probe.faults.empty();
}

}  // namespace

std::variant<RunResult, AdapterBroke> Run(const std::vector<const Case*>& cases,
                                          const ConnectFn& connect, const RunOptions& options) {
  StopSignal stop(options.interrupted);
  RunState run_state(cases, options, stop);
  const Session::Options timeout{options.startup_timeout, options.case_timeout, &stop};

  auto opened = Session::Open(connect, timeout, 1);
  if (auto* broke = std::get_if<AdapterBroke>(&opened)) {
    if (stop.Interrupted()) return run_state.Finish({});
    return run_state.Redacted(std::move(*broke));
  }
  auto session = std::get<std::unique_ptr<Session>>(std::move(opened));
  const AdapterInfo adapter_info = session->adapter_info();
  if (!PassesClockProbe(*session, stop, run_state)) return run_state.Finish(adapter_info);

  const auto jobs = std::clamp<std::size_t>(static_cast<std::size_t>(std::max(1, options.jobs)), 1,
                                            std::max<std::size_t>(1, cases.size()));
  std::deque<Worker> workers;
  for (std::size_t i = 0; i < jobs; ++i) {
    workers.emplace_back(run_state, connect, timeout, adapter_info, options);
  }
  workers.front().Adopt(std::move(session));
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < jobs; ++i) {
    if (!StartThread(threads, [&worker = workers[i]] { worker.Run(); })) break;
  }
  for (std::size_t index = 0; index < cases.size(); ++index) {
    if (run_state.WaitingTime(index) == std::chrono::milliseconds(0)) continue;
    Session::Options longer = timeout;
    longer.case_timeout += run_state.WaitingTime(index);
    Worker& worker = workers.emplace_back(run_state, connect, longer, adapter_info, options);
    if (!StartThread(threads, [&worker, index] { worker.RunOne(index); })) worker.RunOne(index);
  }
  workers.front().Run();
  for (std::thread& thread : threads) thread.join();
  return run_state.Finish(adapter_info);
}

}  // namespace countersign
