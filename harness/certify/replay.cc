// The offline check asks a transcript what the implementation was asked, with the same code.
#include "certify/replay.h"

#include <chrono>
#include <memory>
#include <utility>

#include "protocol/codec.h"
#include "protocol/printable.h"

namespace countersign {

class ReplayConnection : public Connection {
 public:
  ReplayConnection(Replay& replay, std::int64_t number) : replay_(replay), number_(number) {}

  bool SendRequest(std::int64_t id, const RequestMessage& request) override {
    if (replay_.questions_ == nullptr) return Connection::SendRequest(id, request);
    return Send(RequestLine(id, EncodeRequestBody(WithoutSecrets(request))));
  }
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
  } else if (!IsSame(one.sent, sent)) {
    Mismatch("about " + Printable(about) + ": what was sent is not what the plan asks");
  } else if (one.received && one.broke) {
    Mismatch("about " + Printable(about) + ": expected an answer or a break, found both");
  }
  if (mismatch_) return nullptr;
  ++used_;
  return &one;
}

bool Replay::IsSame(std::string_view recorded, std::string_view sent) const {
  if (recorded == sent) return true;
  return questions_ != nullptr && !questions_->KnowsSecrets() &&
         WithoutSignatures(std::string(recorded)) == WithoutSignatures(std::string(sent));
}

std::variant<Case, NotAsked> Replay::Adapt(const Case& c) {
  const NotAsked no{Verdict::kNotExercised, "no record"};
  if (mismatch_ || used_ == exchanges_.size()) {
    Mismatch("the transcript ends before it, expected the exchange about " + Printable(c.id));
    return no;
  }
  const Exchange& one = exchanges_[used_];
  if (one.about != c.id) {
    Mismatch("expected the exchange about " + Printable(c.id) + ", found one about " +
             Excerpt(one.about));
    return no;
  }
  if (!one.not_asked) {
    auto adapted = questions_->Adapt(c, one.sent);
    if (const auto* why = std::get_if<NotAsked>(&adapted)) {
      Mismatch("about " + Printable(c.id) + ": it cannot be asked: " + why->reason);
    }
    return adapted;
  }
  const Timestamp present(std::chrono::seconds(one.time_ms / 1000));
  if (!one.sent.empty() || one.received || one.broke ||
      !questions_->MayBeLeftOut(c, *one.not_asked, present)) {
    Mismatch("about " + Printable(c.id) + ": it was not asked, although it can be");
    return no;
  }
  ++used_;
  return NotAsked{Verdict::kNotExercised, *one.not_asked};
}

void Replay::CheckEnd() {
  if (used_ < exchanges_.size()) {
    Mismatch("expected the end of the transcript, found an exchange about " +
             Excerpt(exchanges_[used_].about));
  }
}

}  // namespace countersign
