#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "protocol/codec.h"
#include "transport/connection.h"

namespace countersign {

// FakeConnection is an implementation inside a test: a function from requests to answers. It
// answers in the order of the requests, one each time that a line is received.
class FakeConnection : public Connection {
 public:
  using Answering = std::function<Answer(const RequestMessage&)>;

  // Log is what the implementation observed over all its connections.
  struct Log {
    std::size_t most_in_flight = 0;
    std::vector<std::int64_t> ids;
  };

  FakeConnection(AdapterInfo adapter_info, Answering answering, Log* log)
      : adapter_info_(std::move(adapter_info)), answering_(std::move(answering)), log_(log) {}

  bool Send(std::string_view line) override {
    waiting_.emplace_back(line);
    if (log_ != nullptr) log_->most_in_flight = std::max(log_->most_in_flight, waiting_.size());
    return true;
  }

  std::variant<std::string_view, AdapterBroke> Receive(Deadline) override {
    if (waiting_.empty()) return AdapterBroke{"nothing was asked", {}};
    const Incoming incoming = std::get<Incoming>(DecodeIncoming(waiting_.front()));
    waiting_.pop_front();
    if (const auto* request = std::get_if<IncomingRequest>(&incoming)) {
      if (log_ != nullptr) log_->ids.push_back(request->id);
      answer_ = EncodeAnswer({request->id, answering_(request->request)});
    } else {
      answer_ = EncodeHelloAnswer(adapter_info_);
    }
    return answer_;
  }

  std::optional<AdapterBroke> Close() override { return std::nullopt; }

  static ConnectFn Connect(AdapterInfo adapter_info, Answering answering, Log* log = nullptr) {
    return [=]() -> std::variant<std::unique_ptr<Connection>, AdapterBroke> {
      return std::make_unique<FakeConnection>(adapter_info, answering, log);
    };
  }

 private:
  AdapterInfo adapter_info_;
  Answering answering_;
  Log* log_;
  std::deque<std::string> waiting_;
  std::string answer_;
};

}  // namespace countersign
