#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <unordered_map>
#include <utility>

#include "mutants/mutant.h"
#include "protocol/message.h"

namespace countersign {

struct Case;

// FailuresOfMutants remembers which mutants fail which cases, so that several diagnoses ask each of
// them once: it takes most of their time. The cases must outlive it.
class FailuresOfMutants {
 public:
  // `interrupted` may be set while a diagnosis is made, which then ends and names no cause.
  explicit FailuresOfMutants(const std::atomic<bool>* interrupted = nullptr)
      : interrupted_(interrupted) {}

  bool IsInterrupted() const { return interrupted_ != nullptr && *interrupted_; }

  // Fails returns what is remembered, or calls `ask` and remembers its result.
  bool Fails(ErrorLevel errors, const Mutant& mutant, const Case& c,
             const std::function<bool()>& ask) {
    const auto [place, is_new] = known_[{errors, &mutant}].try_emplace(&c, false);
    if (is_new) place->second = ask();
    return place->second;
  }

 private:
  const std::atomic<bool>* interrupted_;
  std::map<std::pair<ErrorLevel, const Mutant*>, std::unordered_map<const Case*, bool>> known_;
};

}  // namespace countersign
