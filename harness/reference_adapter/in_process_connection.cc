#include "reference_adapter/in_process_connection.h"

#include <deque>
#include <string>
#include <utility>

#include "reference_adapter/conversation.h"

namespace countersign {
namespace {

class InProcessConnection : public Connection {
 public:
  explicit InProcessConnection(const countersign_adapter& adapter) : adapter_(adapter) {}
  ~InProcessConnection() override { Close(); }

  bool Send(std::string_view line) override {
    if (refused_) return false;
    if (self_ != nullptr) {
      adapter_.call(self_, line.data(), line.size(), Emit, &answers_);
    } else {
      self_ = adapter_.open(line.data(), line.size(), Emit, &answers_);
      refused_ = self_ == nullptr;
    }
    return true;
  }

  std::variant<std::string_view, AdapterBroke> Receive(Deadline) override {
    if (answers_.empty()) {
      // Waiting would not help: it answers while it is called, or not at all.
      return AdapterBroke{refused_ ? "it refused the hello" : "it returned without an answer", ""};
    }
    received_ = std::move(answers_.front());
    answers_.pop_front();
    return std::string_view(received_);
  }

  std::optional<AdapterBroke> Close() override {
    if (self_ != nullptr) adapter_.close(std::exchange(self_, nullptr));
    return std::nullopt;
  }

 private:
  static void Emit(void* sink, const char* json, size_t length) {
    static_cast<std::deque<std::string>*>(sink)->emplace_back(json, length);
  }

  const countersign_adapter& adapter_;
  void* self_ = nullptr;
  bool refused_ = false;
  std::deque<std::string> answers_;  // not yet received
  std::string received_;             // the last one that was
};

// ImplementationConnection is the same without the C ABI between.
class ImplementationConnection : public Connection {
 public:
  ImplementationConnection(const Implementation& implementation, AnswerOrder order)
      : conversation_(implementation), order_(order) {}

  bool Send(std::string_view line) override {
    if (greeted_ && !conversation_.accepted()) return false;
    answers_.push_back(greeted_ ? conversation_.Answer(line) : conversation_.AnswerHello(line));
    greeted_ = true;
    return true;
  }

  std::variant<std::string_view, AdapterBroke> Receive(Deadline) override {
    if (answers_.empty()) return AdapterBroke{"it has nothing left to answer", ""};
    if (order_ == AnswerOrder::kAsAsked) {
      received_ = std::move(answers_.front());
      answers_.pop_front();
    } else {
      received_ = std::move(answers_.back());
      answers_.pop_back();
    }
    return std::string_view(received_);
  }

  std::optional<AdapterBroke> Close() override { return std::nullopt; }

 private:
  Conversation conversation_;
  const AnswerOrder order_;
  bool greeted_ = false;
  std::deque<std::string> answers_;  // not yet received
  std::string received_;             // the last one that was
};

}  // namespace

ConnectFn InProcessConnector(const Implementation& implementation, AnswerOrder order) {
  return [&implementation, order]() -> std::variant<std::unique_ptr<Connection>, AdapterBroke> {
    return std::make_unique<ImplementationConnection>(implementation, order);
  };
}

ConnectFn InProcessConnector(const countersign_adapter& adapter) {
  return [&adapter]() -> std::variant<std::unique_ptr<Connection>, AdapterBroke> {
    return std::make_unique<InProcessConnection>(adapter);
  };
}

}  // namespace countersign
