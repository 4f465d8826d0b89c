#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "judge/verdict.h"
#include "live_server/byte_stream.h"
#include "live_server/endpoint_config.h"
#include "protocol/message.h"
#include "suite/case.h"
#include "transport/connection.h"

namespace countersign {

class LiveServer;

// Endpoint is a live S3 server as an implementation under test: cases are posed to it
// (live_server/adapt_case.h), sent octet by octet over sockets of its own, and its answers read.
class Endpoint {
 public:
  struct Options {
    EndpointConfig target;
    Certificates certificates = Certificates::kVerified;
    std::optional<std::string> clock_file;
    ErrorLevel errors = ErrorLevel::kCode;
  };

  // Sets the process's SIGPIPE to be ignored: TLS writes to connections that may be gone.
  explicit Endpoint(Options options);
  ~Endpoint();

  // Opening makes connections to it; they keep what they need of it alive. The first one puts an
  // object.
  ConnectFn Opening() const;
  // WaitingTime is how long a case waits for the server's clock. Zero where that can be set.
  std::chrono::seconds WaitingTime(const Case& c) const;
  // AdaptNow is AdaptCase() for this server at this moment.
  std::variant<Case, NotAsked> AdaptNow(const Case& c) const;
  // RemoveObjects deletes what was made there; the objects that are left behind, and why.
  std::vector<std::string> RemoveObjects() const;

 private:
  Options options_;
  std::shared_ptr<LiveServer> server_;
  std::optional<std::string> unresolved_;
};

// RandomPrefix names a folder that no other run uses: `countersign-`, eight hex digits, a slash.
std::string RandomPrefix();

}  // namespace countersign
