#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapter/adapter.h"
#include "judge/verdict.h"
#include "runner/session.h"
#include "runner/stop_signal.h"
#include "suite/case.h"

namespace countersign::fuzz {

// Asker puts questions to an implementation, many at once, and starts it anew where it broke.
class Asker {
 public:
  // AdapterFailure: there was no handshake, or its clock cannot be set.
  static std::variant<std::unique_ptr<Asker>, AdapterFailure> Open(
      Opener opener, std::chrono::milliseconds patience, const StopSignal& stop);

  const Hello& hello() const { return hello_; }

  // Ask returns an observation for each question: NotAsked for what the implementation does not
  // offer, Broken for the one on which it broke. Nothing: it does not start any more.
  std::optional<std::vector<Observation>> Ask(const std::vector<Case>& questions);

 private:
  Asker(Opener opener, Session::Options options) : opener_(std::move(opener)), options_(options) {}

  bool Start();
  // Asks those again, each alone, that were unanswered when it broke.
  void FindCulprit(const std::vector<Case>& questions,
                   std::vector<std::optional<Observation>>& observed);
  void AskAlone(const std::vector<Case>& questions, std::size_t index,
                std::vector<std::optional<Observation>>& observed);
  // Asks those without an observation, until all are answered or it breaks.
  std::optional<Broke> AskTogether(const std::vector<Case>& questions,
                                   std::vector<std::optional<Observation>>& observed);

  Opener opener_;
  Session::Options options_;
  Hello hello_;
  std::unique_ptr<Session> session_;
  std::optional<AdapterFailure> failure_;
};

}  // namespace countersign::fuzz
