#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "transport/connection.h"
#include "transport/line_buffer.h"
#include "transport/process.h"
#include "transport/tail.h"

namespace countersign {

// ProcessConnection talks to a process over its standard streams. It writes and reads at the same
// time, so that full pipes cannot block both sides, and always reads stderr.
class ProcessConnection : public Connection {
 public:
  explicit ProcessConnection(Process process) : process_(std::move(process)) {}

  bool Send(std::string_view line) override;
  std::variant<std::string_view, AdapterBroke> Receive(Deadline deadline) override;
  void EndInput() override;
  std::optional<AdapterBroke> Close() override;
  std::string TakeStderr() override;

 private:
  using Clock = std::chrono::steady_clock;

  void Flush();
  // Waits a short time until the process reads or writes. Returns false if it did neither.
  bool Wait(Deadline deadline);
  void ReadOutput();
  void ReadErrors();
  void DrainErrors();
  void DiscardOutput();
  void NoticeEnd();
  std::optional<ProcessExit> AwaitExit(Deadline deadline);
  AdapterBroke Fail(std::string reason);
  std::string Ending();

  Process process_;
  LineBuffer lines_;
  Tail stderr_{std::size_t{64} << 10};
  std::string outgoing_;
  std::size_t written_ = 0;     // of outgoing_
  int received_ = 0;            // calls of Receive
  bool input_refused_ = false;  // it closed its stdin
  bool ended_ = false;          // nothing further will come
  bool closed_ = false;         // without a failure
  std::optional<Deadline> input_ended_;
  std::optional<AdapterBroke> failure_;
};

}  // namespace countersign
