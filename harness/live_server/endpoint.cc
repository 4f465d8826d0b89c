#include "live_server/endpoint.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <future>
#include <random>
#include <utility>

#include "live_server/adapt_case.h"
#include "live_server/live_server.h"
#include "live_server/url_span.h"
#include "protocol/codec.h"

namespace countersign {
namespace {

AdapterInfo HelloOf(const Endpoint::Options& options) {
  AdapterInfo adapter_info;
  adapter_info.protocol = 1;
  adapter_info.name = "endpoint";
  adapter_info.version = options.target.url.Text();
  adapter_info.language = "HTTP/1.1";
  adapter_info.ops = {"verify"};
  adapter_info.features = {"session-token", "path-style",   "virtual-hosted", "region",
                           "bytes",         "payload-hash", "signed-headers"};
  adapter_info.clock = options.clock_file ? Clock::kInjected : Clock::kAmbient;
  adapter_info.errors = options.errors;
  return adapter_info;
}

// EndpointDoor asks the server one question at a time, on a thread of its own, so that whoever
// waits for the answer can stop waiting.
class EndpointDoor : public Connection {
 public:
  EndpointDoor(AdapterInfo adapter_info, std::shared_ptr<LiveServer> server)
      : adapter_info_(std::move(adapter_info)), server_(std::move(server)) {}
  ~EndpointDoor() override { Close(); }

  bool Send(std::string_view line) override {
    Decoded<Incoming> decoded = DecodeIncoming(line);
    auto* incoming = std::get_if<Incoming>(&decoded);
    if (incoming == nullptr || pending_.valid()) return false;
    pending_ = std::async(std::launch::async,
                          [this, question = std::move(*incoming)] { return AnswerTo(question); });
    return true;
  }

  std::variant<std::string_view, AdapterBroke> Receive(Deadline deadline) override {
    if (!pending_.valid()) return AdapterBroke{"nothing was asked", {}};
    if (pending_.wait_until(deadline) != std::future_status::ready) {
      return AdapterBroke{"no answer in time", {}, true};
    }
    std::variant<std::string, AdapterBroke> answer = pending_.get();
    if (auto* failure = std::get_if<AdapterBroke>(&answer)) return std::move(*failure);
    answer_ = std::get<std::string>(std::move(answer));
    return std::string_view(answer_);
  }

  std::optional<AdapterBroke> Close() override {
    patience_.End();
    if (pending_.valid()) pending_.wait();
    return std::nullopt;
  }

 private:
  std::variant<std::string, AdapterBroke> AnswerTo(const Incoming& question) {
    const auto* request = std::get_if<IncomingRequest>(&question);
    if (request == nullptr) {
      if (auto error = server_->Prepare(patience_)) return AdapterBroke{*std::move(error), {}};
      return EncodeHelloAnswer(adapter_info_);
    }
    const auto* verify = std::get_if<VerifyMessage>(&request->request);
    if (verify == nullptr) {
      return EncodeAnswer({request->id, FaultAnswer{"an endpoint does not presign"}});
    }
    return EncodeAnswer({request->id, server_->Ask(*verify, patience_)});
  }

  const AdapterInfo adapter_info_;
  const std::shared_ptr<LiveServer> server_;
  RequestDeadline patience_;
  std::future<std::variant<std::string, AdapterBroke>> pending_;
  std::string answer_;
};

}  // namespace

Endpoint::Endpoint(Options options) : options_(std::move(options)) {
  std::signal(SIGPIPE, SIG_IGN);
  auto resolved = Resolve(options_.target.url);
  if (auto* error = std::get_if<std::string>(&resolved)) unresolved_ = std::move(*error);
  std::vector<Address> addresses;
  if (!unresolved_) addresses = std::get<std::vector<Address>>(std::move(resolved));
  server_ = std::make_shared<LiveServer>(
      options_.target, HttpClient(options_.target.url, std::move(addresses), options_.certificates),
      options_.clock_file);
}

Endpoint::~Endpoint() = default;

ConnectFn Endpoint::Opening() const {
  return [adapter_info = HelloOf(options_), server = server_,
          unresolved = unresolved_]() -> std::variant<std::unique_ptr<Connection>, AdapterBroke> {
    if (unresolved) return AdapterBroke{*unresolved, {}};
    return std::make_unique<EndpointDoor>(adapter_info, server);
  };
}

std::variant<Case, NotAsked> Endpoint::AdaptNow(const Case& c) const {
  // A clock that is set stands at the case's own time.
  const bool ambient = server_->clock() == EndpointClock::kAmbient;
  auto adapted =
      AdaptCase(c, options_.target, server_->clock(), ambient ? server_->Now() : Timestamp{});
  if (const auto* asked = std::get_if<Case>(&adapted); asked != nullptr && c.live) {
    server_->Surround(std::get<VerifyMessage>(asked->request), *c.live);
  }
  return adapted;
}

std::chrono::seconds Endpoint::WaitingTime(const Case& c) const {
  if (!c.live || server_->clock() == EndpointClock::kSettable) return {};
  const auto span = SpanOf(std::get<VerifyMessage>(c.request).request.target);
  return span ? span->end + kPastEnd - span->begin : std::chrono::seconds(0);
}

std::vector<std::string> Endpoint::RemoveObjects() const { return server_->RemoveObjects(); }

std::string RandomPrefix() {
  std::random_device random;
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "countersign-%08x/", static_cast<unsigned>(random()));
  return text.data();
}

}  // namespace countersign
