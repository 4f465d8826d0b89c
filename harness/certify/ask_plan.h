#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "certify/plan.h"
#include "judge/verdict.h"
#include "transport/connection.h"

namespace countersign {

struct AskOptions {
  std::chrono::milliseconds startup_timeout{10'000};
  std::chrono::milliseconds case_timeout{10'000};
  const std::atomic<bool>* interrupted = nullptr;
  // Adapts a case to a live server as it is asked. Absent: the implementation is an adapter.
  std::function<std::variant<Case, NotAsked>(const Case&)> adapt = {};
  std::function<void(std::string_view)> about;            // before each exchange
  std::function<void(const CaseResult&)> on_result = {};  // after each case
  std::function<std::size_t()> last_record = {};          // the number of the last exchange
};

// AskedPlan is what came of it.
struct AskedPlan {
  AdapterInfo adapter_info;
  bool of_live_server = false;
  std::vector<CaseResult> results;   // as the plan's cases, in its order
  std::vector<std::size_t> records;  // of each case's answer; 0 if it was not asked
  // Why the plan was not asked to its end, for people: no answer to the hello, a failed clock
  // probe, too many breaks, an interruption.
  std::optional<std::string> stopped;
  std::optional<std::string> bad_end;  // how the implementation did not end in order
};

// AskPlan asks an implementation every case of a plan, one at a time, and judges the answers. It
// decides nothing by the time, so that the same answers have the same result in a replay.
AskedPlan AskPlan(const Plan& plan, const ConnectFn& connect, const AskOptions& options);

}  // namespace countersign
