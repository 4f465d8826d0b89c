#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "transport/connection.h"

namespace countersign {

// UnpipelinedConnection is a connection for benchmarks: it changes the answer to the hello so that
// the adapter says it takes one request at a time.
class UnpipelinedConnection : public Connection {
 public:
  // Connect makes a ConnectFn whose connections are made by `connect` and changed in this way.
  static ConnectFn Connect(ConnectFn connect) {
    return [connect =
                std::move(connect)]() -> std::variant<std::unique_ptr<Connection>, AdapterBroke> {
      auto opened = connect();
      if (auto* broke = std::get_if<AdapterBroke>(&opened)) return std::move(*broke);
      return std::make_unique<UnpipelinedConnection>(std::get<0>(std::move(opened)));
    };
  }

  explicit UnpipelinedConnection(std::unique_ptr<Connection> connection)
      : connection_(std::move(connection)) {}
  bool Send(std::string_view line) override { return connection_->Send(line); }
  std::variant<std::string_view, AdapterBroke> Receive(Deadline deadline) override {
    auto received = connection_->Receive(deadline);
    if (!hello_answer_.empty() || received.index() != 0) return received;
    hello_answer_ = std::get<0>(received);
    const std::string name = "\"max_inflight\":";
    const std::size_t at = hello_answer_.find(name) + name.size();
    hello_answer_.replace(at, hello_answer_.find_first_not_of("0123456789", at) - at, "1");
    return std::string_view(hello_answer_);
  }
  void EndInput() override { connection_->EndInput(); }
  std::optional<AdapterBroke> Close() override { return connection_->Close(); }
  std::string TakeStderr() override { return connection_->TakeStderr(); }

 private:
  std::unique_ptr<Connection> connection_;
  std::string hello_answer_;
};

}  // namespace countersign
