#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "judge/verdict.h"
#include "live_server/byte_stream.h"
#include "live_server/endpoint_config.h"
#include "live_server/http_client.h"
#include "live_server/sampled_days.h"
#include "live_server/server_reply.h"
#include "protocol/message.h"
#include "sigv4/timestamp.h"
#include "suite/case.h"
#include "transport/connection.h"

namespace countersign {

class LiveServer;

// Endpoint is a live S3 server as an implementation under test. Cases are adapted to it
// (live_server/adapt_case.h), sent byte by byte over sockets of our own, and its responses are
// read.
class Endpoint {
 public:
  struct Options {
    EndpointConfig config;
    // Where to connect, if that is not the host of config.url: AWS resolves the name of a bucket to
    // other addresses than that of its region.
    std::optional<EndpointUrl> connect_to = std::nullopt;
    Certificates certificates = Certificates::kVerified;
    std::optional<std::string> clock_file;
    ErrorLevel errors = ErrorLevel::kCode;
    SampledDays days = SampledDays::kSome;
  };

  // Makes the process ignore SIGPIPE, because OpenSSL may write to a closed connection.
  explicit Endpoint(Options options);
  ~Endpoint();

  // Now is the server's time, once Prepare has succeeded.
  Timestamp Now() const;
  // Prepare puts an object. It returns the error, for people.
  std::optional<std::string> Prepare(const RequestDeadline& deadline) const;
  // WrongInput is why the server cannot be used, and what to do, if Prepare failed because of what
  // the user gave: a URL, a bucket, keys. Otherwise it returns nullopt.
  std::optional<std::string> WrongInput() const;
  // Ask sends an adapted case.
  ServerReply Ask(const VerifyMessage& message, const RequestDeadline& deadline) const;

  // Connector makes connections to it, which may outlive the Endpoint. The first hello puts an
  // object.
  ConnectFn Connector() const;
  // WaitingTime is how long a case waits for the server's clock: 0 if that can be set.
  std::chrono::seconds WaitingTime(const Case& c) const;
  // AdaptNow is AdaptCase() for this server and its present time. Each thread that calls it gets
  // objects of its own: some servers answer wrongly if an object is put while it is read.
  std::variant<Case, NotAsked> AdaptNow(const Case& c) const;
  // WhyGone puts an object of the run's own. It returns why there is no whole response of a server,
  // for people; nullopt if there is one.
  std::optional<std::string> WhyGone(const RequestDeadline& deadline) const;
  // RemoveObjects deletes what the run has made there. It returns the paths that are left behind,
  // each with the reason.
  std::vector<std::string> RemoveObjects() const;

 private:
  EndpointConfig ConfigOfThread() const;

  Options options_;
  std::shared_ptr<LiveServer> server_;
  mutable std::mutex threads_mutex_;              // guards the next
  mutable std::vector<std::thread::id> threads_;  // that have asked AdaptNow
  std::optional<std::string> unresolved_;
};

// LiveServerInfo is what every live server can be asked, as an adapter says it of itself.
AdapterInfo LiveServerInfo();

// RandomPrefix is a prefix for keys that no other run uses: `countersign-`, eight hex digits, a
// slash.
std::string RandomPrefix();

}  // namespace countersign
