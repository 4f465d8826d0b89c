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

// BatchClient asks an implementation many questions at once and starts it again if it breaks.
class BatchClient {
 public:
  // Returns AdapterBroke if the handshake fails, if the clock cannot be set or does not follow the
  // requests, or if a plain request gets no answer in time. `timeout` is for one answer.
  static std::variant<std::unique_ptr<BatchClient>, AdapterBroke> Open(
      ConnectFn connect, std::chrono::milliseconds timeout, const StopSignal& stop);

  const AdapterInfo& adapter_info() const { return adapter_info_; }

  // Ask returns an observation for each question: NotAsked if the implementation does not offer it,
  // AdapterBroke if it broke on it. Returns nullopt if the implementation does not start any more.
  std::optional<std::vector<Observation>> Ask(const std::vector<Case>& questions);

 private:
  BatchClient(ConnectFn connect, Session::Options options)
      : connect_(std::move(connect)), options_(options) {}

  bool Start();
  // Finds the question on which the implementation broke: asks each unanswered one alone.
  void AskUnansweredAlone(const std::vector<Case>& questions,
                          std::vector<std::optional<Observation>>& observed);
  void AskAlone(const std::vector<Case>& questions, std::size_t index,
                std::vector<std::optional<Observation>>& observed);
  // Asks the questions without an observation, until all are answered or the implementation breaks.
  std::optional<SessionEnded> AskTogether(const std::vector<Case>& questions,
                                          std::vector<std::optional<Observation>>& observed);

  ConnectFn connect_;
  Session::Options options_;
  AdapterInfo adapter_info_;
  std::unique_ptr<Session> session_;
  std::optional<AdapterBroke> failure_;
};

}  // namespace countersign::fuzz
