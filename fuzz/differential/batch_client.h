#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "judge/verdict.h"
#include "runner/session.h"
#include "runner/stop_signal.h"
#include "suite/case.h"
#include "transport/connection.h"

namespace countersign::fuzz {

// BatchClient puts questions to an implementation, many at once, and starts it anew where it broke.
class BatchClient {
 public:
  // AdapterBroke: there was no handshake, or its clock cannot be set.
  static std::variant<std::unique_ptr<BatchClient>, AdapterBroke> Open(
      ConnectFn connect, std::chrono::milliseconds patience, const StopSignal& stop);

  const AdapterInfo& adapter_info() const { return adapter_info_; }

  // Ask returns an observation for each question: NotAsked for what the implementation does not
  // offer, Broken for the one on which it broke. Nothing: it does not start any more.
  std::optional<std::vector<Observation>> Ask(const std::vector<Case>& questions);

 private:
  BatchClient(ConnectFn connect, Session::Options options)
      : connect_(std::move(connect)), options_(options) {}

  bool Start();
  // Asks those again, each alone, that were unanswered when it broke.
  void FindCulprit(const std::vector<Case>& questions,
                   std::vector<std::optional<Observation>>& observed);
  void AskAlone(const std::vector<Case>& questions, std::size_t index,
                std::vector<std::optional<Observation>>& observed);
  // Asks those without an observation, until all are answered or it breaks.
  std::optional<SessionEnded> AskTogether(const std::vector<Case>& questions,
                                          std::vector<std::optional<Observation>>& observed);

  ConnectFn connect_;
  Session::Options options_;
  AdapterInfo adapter_info_;
  std::unique_ptr<Session> session_;
  std::optional<AdapterBroke> failure_;
};

}  // namespace countersign::fuzz
