// The offline check asks a transcript what the implementation was asked, with the same code.
#include "certify/replay.h"

#include <memory>
#include <utility>

#include "protocol/printable.h"

namespace countersign {

class ReplayConnection : public Connection {
 public:
  ReplayConnection(Replay& replay, std::int64_t number) : replay_(replay), number_(number) {}

  bool Send(std::string_view line) override {
    current_ = replay_.Next(number_, replay_.about_, line);
    return current_ != nullptr;
  }
  std::variant<std::string_view, AdapterBroke> Receive(Deadline) override {
    if (is_ending_) current_ = replay_.Next(number_, kAboutEnd, "");
    if (current_ != nullptr && current_->received) return std::string_view(*current_->received);
    if (current_ != nullptr && current_->broke) return AdapterBroke{*current_->broke, {}};
    return AdapterBroke{"no record of an answer", {}};
  }
  void EndInput() override { is_ending_ = true; }
  std::optional<AdapterBroke> Close() override {
    if (!is_ending_ || current_ == nullptr || !current_->broke) return std::nullopt;
    return AdapterBroke{*current_->broke, {}};
  }

 private:
  Replay& replay_;
  const std::int64_t number_;
  const Exchange* current_ = nullptr;
  bool is_ending_ = false;
};

ConnectFn Replay::Connector() {
  return [this]() -> std::variant<std::unique_ptr<Connection>, AdapterBroke> {
    return std::make_unique<ReplayConnection>(*this, ++connections_);
  };
}

void Replay::Mismatch(const std::string& what) {
  if (!mismatch_) mismatch_ = "record " + std::to_string(used_ + 1) + ": " + what;
}

const Exchange* Replay::Next(std::int64_t connection, std::string_view about,
                             std::string_view sent) {
  if (mismatch_) return nullptr;
  if (used_ == exchanges_.size()) {
    Mismatch("the transcript ends before it, expected the exchange about " + Printable(about));
    return nullptr;
  }
  const Exchange& one = exchanges_[used_];
  if (one.about != about) {
    Mismatch("expected the exchange about " + Printable(about) + ", found one about " +
             Excerpt(one.about));
  } else if (one.connection != connection) {
    Mismatch("expected connection " + std::to_string(connection) + ", found " +
             std::to_string(one.connection));
  } else if (one.sent != sent) {
    Mismatch("about " + Printable(about) + ": what was sent is not what the plan asks");
  } else if (one.received && one.broke) {
    Mismatch("about " + Printable(about) + ": expected an answer or a break, found both");
  }
  if (mismatch_) return nullptr;
  ++used_;
  return &one;
}

void Replay::CheckEnd() {
  if (used_ < exchanges_.size()) {
    Mismatch("expected the end of the transcript, found an exchange about " +
             Excerpt(exchanges_[used_].about));
  }
}

}  // namespace countersign
