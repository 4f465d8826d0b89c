#include "certify/recording_connection.h"

#include <memory>
#include <string>
#include <utility>

#include "certify/endpoint_questions.h"
#include "protocol/codec.h"

namespace countersign {
namespace {

class RecordingConnection : public Connection {
 public:
  RecordingConnection(std::unique_ptr<Connection> connection, Transcript& transcript,
                      Secrets secrets)
      : connection_(std::move(connection)),
        transcript_(transcript),
        secrets_(secrets),
        number_(transcript_.NextConnection()) {}
  // An implementation that did not answer in time is left without a further word.
  ~RecordingConnection() override {
    if (pending_) Add(std::nullopt, "no answer in time");
  }

  bool Send(std::string_view line) override {
    pending_ = line;
    return connection_->Send(line);
  }
  bool SendRequest(std::int64_t id, const RequestMessage& request) override {
    pending_ = RequestLine(
        id, EncodeRequestBody(secrets_ == Secrets::kHidden ? WithoutSecrets(request) : request));
    return connection_->SendRequest(id, request);
  }
  std::variant<std::string_view, AdapterBroke> Receive(Deadline deadline) override {
    auto received = connection_->Receive(deadline);
    if (const auto* line = std::get_if<std::string_view>(&received)) {
      Add(std::string(*line), std::nullopt);
    } else if (const auto& broke = std::get<AdapterBroke>(received);
               !broke.timed_out && !is_ending_) {
      Add(std::nullopt, broke.reason);
    }
    return received;
  }
  void EndInput() override {
    connection_->EndInput();
    transcript_.About(kAboutEnd);
    is_ending_ = true;
  }
  std::optional<AdapterBroke> Close() override {
    auto broke = connection_->Close();
    if (is_ending_) Add(std::nullopt, broke ? std::optional(broke->reason) : std::nullopt);
    return broke;
  }
  std::string TakeStderr() override { return connection_->TakeStderr(); }

 private:
  void Add(std::optional<std::string> received, std::optional<std::string> broke) {
    transcript_.Add(number_, pending_.value_or(""), std::move(received), std::move(broke));
    pending_.reset();
  }

  const std::unique_ptr<Connection> connection_;
  Transcript& transcript_;
  const Secrets secrets_;
  const int number_;
  std::optional<std::string> pending_;
  bool is_ending_ = false;
};

}  // namespace

ConnectFn Recorded(ConnectFn connect, Transcript& transcript, Secrets secrets) {
  return [connect = std::move(connect), &transcript,
          secrets]() -> std::variant<std::unique_ptr<Connection>, AdapterBroke> {
    auto opened = connect();
    if (auto* broke = std::get_if<AdapterBroke>(&opened)) return std::move(*broke);
    return std::make_unique<RecordingConnection>(
        std::get<std::unique_ptr<Connection>>(std::move(opened)), transcript, secrets);
  };
}

}  // namespace countersign
