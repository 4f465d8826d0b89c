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

// LiveServerChecks are what a run needs to know about a live server that did not answer a case.
struct LiveServerChecks {
  // Sends a plain request of the run's own. Returns why there is no answer to it, for people;
  // nullopt if there is one.
  std::function<std::optional<std::string>()> why_gone;
  // Whether the answer means that the server ended the connection without a whole response.
  std::function<bool(const FaultAnswer&)> broke_connection;
  // Whether a proxy answered, because the server behind it did not. Absent: none does.
  std::function<bool(const FaultAnswer&)> is_of_a_proxy = nullptr;
};

struct RunOptions {
  int jobs = 1;
  std::chrono::milliseconds startup_timeout{10'000};
  std::chrono::milliseconds case_timeout{10'000};
  bool fail_fast = false;
  // Which fails and faults are known: they do not end a run with fail_fast. Absent: none of them.
  std::function<bool(const CaseResult&)> is_expected;
  // No case is begun after this moment, so the run may be incomplete. Absent: all are.
  std::optional<std::chrono::steady_clock::time_point> until = std::nullopt;
  AdaptCaseFn adapt_case;  // absent: cases are sent as they are
  // How long a case waits before it can be answered. A case that waits has its own worker beside
  // the others, and its timeout is longer by this time. Absent: no case waits.
  std::function<std::chrono::milliseconds(const Case&)> waiting_time;
  std::optional<LiveServerChecks> live_server;     // absent: the implementation is an adapter
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

// kMostSilent is after how many cases in a row without an answer in time an adapter is asked a case
// again that it has answered before. If it does not answer that one either, the run is given up.
inline constexpr int kMostSilent = 3;

// kMaxRestarts is how often an adapter may break before the run is given up, or a twentieth of the
// cases if that is more.
inline constexpr int kMaxRestarts = 50;

// Run opens the connection, sends the hello, checks the clock, and runs every case as protocol.md
// says. Returns AdapterBroke if the hello was not answered. If the clock check fails, if the
// adapter stops answering or if the live server is gone, the run ends with one fault that says so.
std::variant<RunResult, AdapterBroke> Run(const std::vector<const Case*>& cases,
                                          const ConnectFn& connect, const RunOptions& options);

}  // namespace countersign
