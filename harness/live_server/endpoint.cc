// A live server behind the same interface as an adapter, for `run --endpoint`. The runner sees a
// Connection like any other; requests reach it as values, with what the protocol does not carry.
#include "live_server/endpoint.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <functional>
#include <future>
#include <random>
#include <utility>

#include "live_server/adapt_case.h"
#include "live_server/live_server.h"
#include "live_server/url_span.h"
#include "protocol/codec.h"

namespace countersign {
namespace {

AdapterInfo InfoOf(const Endpoint::Options& options) {
  AdapterInfo adapter_info = LiveServerInfo();
  adapter_info.version = options.config.url.Text();
  adapter_info.clock = options.clock_file ? Clock::kInjected : Clock::kAmbient;
  adapter_info.errors = options.errors;
  return adapter_info;
}

// EndpointConnection asks the server one request at a time, on a thread of its own, so that the
// caller can stop waiting for the answer.
class EndpointConnection : public Connection {
 public:
  EndpointConnection(AdapterInfo adapter_info, std::shared_ptr<LiveServer> server)
      : adapter_info_(std::move(adapter_info)), server_(std::move(server)) {}
  ~EndpointConnection() override { Close(); }

  // Only the hello arrives as a line.
  bool Send(std::string_view) override {
    return Start([this]() -> Outcome {
      if (auto error = server_->Prepare(deadline_)) return AdapterBroke{*std::move(error), {}};
      AdapterInfo adapter_info = adapter_info_;
      adapter_info.name = server_->Name();
      return EncodeHelloAnswer(adapter_info);
    });
  }

  bool SendRequest(std::int64_t id, const RequestMessage& request) override {
    return Start([this, id, request]() -> Outcome {
      const auto* verify = std::get_if<VerifyMessage>(&request);
      if (verify == nullptr) return EncodeAnswer({id, FaultAnswer{"an endpoint does not presign"}});
      return EncodeAnswer({id, server_->Ask(*verify, deadline_)});
    });
  }

  std::variant<std::string_view, AdapterBroke> Receive(Deadline deadline) override {
    if (!pending_.valid()) return AdapterBroke{"nothing was asked", {}};
    if (pending_.wait_until(deadline) != std::future_status::ready) {
      return AdapterBroke{"no answer in time", {}, true};
    }
    Outcome outcome = pending_.get();
    if (auto* broke = std::get_if<AdapterBroke>(&outcome)) return std::move(*broke);
    answer_ = std::get<std::string>(std::move(outcome));
    return std::string_view(answer_);
  }

  std::optional<AdapterBroke> Close() override {
    deadline_.End();
    if (pending_.valid()) pending_.wait();
    return std::nullopt;
  }

 private:
  using Outcome = std::variant<std::string, AdapterBroke>;

  bool Start(std::function<Outcome()> work) {
    if (pending_.valid()) return false;
    pending_ = std::async(std::launch::async, std::move(work));
    return true;
  }

  const AdapterInfo adapter_info_;
  const std::shared_ptr<LiveServer> server_;
  RequestDeadline deadline_;
  std::future<Outcome> pending_;
  std::string answer_;
};

}  // namespace

Endpoint::Endpoint(Options options) : options_(std::move(options)) {
  std::signal(SIGPIPE, SIG_IGN);
  const EndpointUrl connect_to = options_.connect_to.value_or(options_.config.url);
  auto resolved = Resolve(connect_to);
  if (auto* error = std::get_if<std::string>(&resolved)) unresolved_ = std::move(*error);
  std::vector<Address> addresses;
  if (!unresolved_) addresses = std::get<std::vector<Address>>(std::move(resolved));
  server_ = std::make_shared<LiveServer>(
      options_.config, HttpClient(connect_to, std::move(addresses), options_.certificates),
      options_.clock_file);
}

Endpoint::~Endpoint() = default;

Timestamp Endpoint::Now() const { return server_->Now(); }

std::optional<std::string> Endpoint::Prepare(const RequestDeadline& deadline) const {
  return unresolved_ ? unresolved_ : server_->Prepare(deadline);
}

ServerReply Endpoint::Ask(const VerifyMessage& message, const RequestDeadline& deadline) const {
  if (unresolved_) return {FaultAnswer{*unresolved_}};
  return server_->AskForReply(message, deadline);
}

ConnectFn Endpoint::Connector() const {
  return [adapter_info = InfoOf(options_), server = server_,
          unresolved = unresolved_]() -> std::variant<std::unique_ptr<Connection>, AdapterBroke> {
    if (unresolved) return AdapterBroke{*unresolved, {}};
    return std::make_unique<EndpointConnection>(adapter_info, server);
  };
}

std::optional<std::string> Endpoint::WrongInput() const { return server_->WrongInput(); }

// The first thread uses the run's prefix, each other one a folder below it.
EndpointConfig Endpoint::ConfigOfThread() const {
  const std::lock_guard<std::mutex> lock(threads_mutex_);
  const auto self = std::this_thread::get_id();
  const auto found = std::find(threads_.begin(), threads_.end(), self);
  const auto index = static_cast<std::size_t>(found - threads_.begin());
  if (found == threads_.end()) threads_.push_back(self);
  EndpointConfig config = options_.config;
  if (index > 0) config.prefix += "w" + std::to_string(index) + "/";
  return config;
}

std::variant<Case, NotAsked> Endpoint::AdaptNow(const Case& c) const {
  const bool ambient = server_->clock() == EndpointClock::kAmbient;
  if (!ambient && options_.days == SampledDays::kSome) {
    if (auto why = WhyNotSampled(c)) {
      return NotAsked{Verdict::kNotExercised,
                      "Cannot be asked of this endpoint: " + ReasonOf(*why) + "."};
    }
  }
  return AdaptCase(c, ConfigOfThread(), server_->clock(), ambient ? server_->Now() : Timestamp{});
}

std::chrono::seconds Endpoint::WaitingTime(const Case& c) const {
  if (!c.live || server_->clock() == EndpointClock::kSettable) return {};
  const auto span = SpanOf(std::get<VerifyMessage>(c.request).request.target);
  return span ? span->end + kPastEnd - span->begin : std::chrono::seconds(0);
}

std::optional<std::string> Endpoint::WhyGone(const RequestDeadline& deadline) const {
  return server_->WhyGone(deadline);
}

std::vector<std::string> Endpoint::RemoveObjects() const { return server_->RemoveObjects(); }

AdapterInfo LiveServerInfo() {
  AdapterInfo adapter_info;
  adapter_info.protocol = 1;
  adapter_info.name = "endpoint";
  adapter_info.language = "HTTP/1.1";
  adapter_info.ops = {"verify"};
  adapter_info.features = {"session-token", "path-style",   "virtual-hosted", "region",
                           "bytes",         "payload-hash", "signed-headers", "body"};
  return adapter_info;
}

std::string RandomPrefix() {
  std::random_device random;
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "countersign-%08x/", static_cast<unsigned>(random()));
  return text.data();
}

}  // namespace countersign
