#include "runner/runner.h"

#include <algorithm>
#include <deque>
#include <thread>
#include <utility>

#include "runner/clock_probe.h"
#include "runner/ledger.h"
#include "runner/session.h"
#include "runner/stop_signal.h"
#include "runner/worker.h"

namespace countersign {
namespace {

// Checks the clock, where it is claimed to be settable. A session that does not survive that is
// dropped: null.
std::unique_ptr<Session> Probed(std::unique_ptr<Session> session, const StopSignal& stop,
                                Ledger& ledger) {
  if (session->hello().clock == Clock::kAmbient) return session;
  ClockProbe probe = ProbeClock(*session);
  if (stop.IsSet()) return nullptr;
  for (AdapterFailure& fault : probe.faults) {
    ledger.Fault(std::move(fault.reason), std::move(fault.stderr_tail));
  }
  return probe.broke ? nullptr : std::move(session);
}

}  // namespace

std::variant<RunResult, AdapterFailure> Run(const std::vector<const Case*>& cases,
                                            const Opener& opener, const RunOptions& options) {
  StopSignal stop(options.interrupted);
  Ledger ledger(cases, options, stop);
  const Session::Options patience{options.startup_timeout, options.case_timeout, &stop};

  auto opened = Session::Open(opener, patience, 1);
  if (auto* failure = std::get_if<AdapterFailure>(&opened)) {
    if (stop.Interrupted()) return ledger.Finish({});
    return std::move(*failure);
  }
  auto session = std::get<std::unique_ptr<Session>>(std::move(opened));
  const Hello hello = session->hello();
  session = Probed(std::move(session), stop, ledger);

  const auto jobs = std::clamp<std::size_t>(static_cast<std::size_t>(std::max(1, options.jobs)), 1,
                                            std::max<std::size_t>(1, cases.size()));
  std::deque<Worker> workers;
  for (std::size_t i = 0; i < jobs; ++i) {
    workers.emplace_back(ledger, opener, patience, hello, options.pose);
  }
  workers.front().Adopt(std::move(session));
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < jobs; ++i) threads.emplace_back(&Worker::Run, &workers[i]);
  for (std::size_t index = 0; index < cases.size(); ++index) {
    if (ledger.WaitingTime(index) == std::chrono::milliseconds(0)) continue;
    Session::Options longer = patience;
    longer.case_timeout += ledger.WaitingTime(index);
    Worker& worker = workers.emplace_back(ledger, opener, longer, hello, options.pose);
    threads.emplace_back(&Worker::RunOne, &worker, index);
  }
  workers.front().Run();
  for (std::thread& thread : threads) thread.join();
  return ledger.Finish(hello);
}

}  // namespace countersign
