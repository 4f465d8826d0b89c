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

// AdaptCaseFn changes a case to the host, keys and clock of a live server, or says why it cannot be
// asked. The changed case is sent and judged in place of the original. May be called from several
// threads at once.
using AdaptCaseFn = std::function<std::variant<Case, NotAsked>(const Case&)>;

struct RunOptions {
  int jobs = 1;
  std::chrono::milliseconds startup_timeout{10'000};
  std::chrono::milliseconds case_timeout{10'000};
  bool fail_fast = false;
  AdaptCaseFn adapt_case;  // absent: cases are sent as they are
  // How long a case waits before it can be answered. A case that waits has its own worker beside
  // the others, and its timeout is longer by this time. Absent: no case waits.
  std::function<std::chrono::milliseconds(const Case&)> waiting_time;
  const std::atomic<bool>* interrupted = nullptr;  // set by a signal handler
  // Called from one thread at a time, in no particular order, as cases are judged. Called again for
  // a case if it turns out later that it was answered twice: the last result counts.
  std::function<void(const CaseResult&)> on_result;
};

// FailedAnswer is an answer that failed, not redacted: the diagnosis compares it with what mutants
// answer. Reports use CaseResult, and never this.
struct FailedAnswer {
  const Case* vector = nullptr;
  std::optional<Case> adapted;  // the case that was sent in its place
  Answer answer;

  const Case& Asked() const { return adapted ? *adapted : *vector; }
};

struct RunResult {
  AdapterInfo adapter_info;
  std::vector<CaseResult> results;           // sorted by case id; those that ran
  std::vector<FailedAnswer> failed_answers;  // of the cases that failed, in the same order
  bool complete = false;                     // every case has a result
  bool interrupted = false;
  // Not about one case: a failed clock probe, too many restarts, an exit status at the end.
  std::vector<AdapterBroke> faults;
};

// kMaxRestarts is how often an adapter may break before the run is given up, or a twentieth of the
// cases if that is more.
inline constexpr int kMaxRestarts = 50;

// Run opens the connection, sends the hello, checks the clock, and runs every case as protocol.md
// says. Returns AdapterBroke if the hello was not answered.
std::variant<RunResult, AdapterBroke> Run(const std::vector<const Case*>& cases,
                                          const ConnectFn& connect, const RunOptions& options);

}  // namespace countersign
