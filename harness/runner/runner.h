#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "judge/verdict.h"
#include "suite/case.h"
#include "transport/connection.h"

namespace countersign {

// AdaptCaseFn makes of a case the question that an implementation is asked, or says why it is not:
// a live server has a host, keys and a clock of its own. What it makes is judged in the case's
// place. May be called from several threads at once.
using AdaptCaseFn = std::function<std::variant<Case, NotAsked>(const Case&)>;

struct RunOptions {
  int jobs = 1;
  std::chrono::milliseconds startup_timeout{10'000};
  std::chrono::milliseconds case_timeout{10'000};
  bool fail_fast = false;
  AdaptCaseFn adapt_case;  // absent: cases are asked as they are
  // How long a case waits before it can be answered. Where that is not zero, it has a worker of its
  // own beside the others, and so much more time. Absent: no case waits.
  std::function<std::chrono::milliseconds(const Case&)> waiting_time;
  const std::atomic<bool>* interrupted = nullptr;  // set by a signal handler
  // Called from one thread at a time, in no particular order, as cases are judged. Called again for
  // a case that is found later to have been answered twice: the last result counts.
  std::function<void(const CaseResult&)> on_result;
};

// FailedAnswer is a failing answer as it came, secrets in it: for whoever looks for its cause.
// Reports see what was judged of it (CaseResult), and never this.
struct FailedAnswer {
  const Case* vector = nullptr;
  std::optional<Case> adapted;  // what was asked in its place
  Answer answer;

  const Case& Asked() const { return adapted ? *adapted : *vector; }
};

struct RunResult {
  AdapterInfo adapter_info;
  std::vector<CaseResult> results;     // sorted by case id; those that ran
  std::vector<FailedAnswer> failures;  // of those that failed, in the same order
  bool complete = false;               // every case has a result
  bool interrupted = false;
  // Not about one case: a failed clock probe, too many restarts, an exit out of order at the end.
  std::vector<AdapterBroke> faults;
};

// kMaxRestarts is how often an implementation may break before the run is given up; or a twentieth
// of the cases, where that is more.
inline constexpr int kMaxRestarts = 50;

// Run opens the connection, shakes hands, checks the clock, and runs every case as protocol.md
// says. AdapterBroke: it never got as far as a handshake.
std::variant<RunResult, AdapterBroke> Run(const std::vector<const Case*>& cases,
                                          const ConnectFn& connect, const RunOptions& options);

}  // namespace countersign
