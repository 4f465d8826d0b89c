#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapter/adapter.h"
#include "endpoint/target.h"
#include "endpoint/transport.h"
#include "judge/verdict.h"
#include "protocol/message.h"
#include "suite/case.h"

namespace countersign {

class LiveServer;

// Endpoint is a live S3 server as an implementation under test: cases are posed to it
// (endpoint/pose.h), sent octet by octet over sockets of its own, and its answers read.
class Endpoint {
 public:
  struct Options {
    EndpointTarget target;
    Certificates certificates = Certificates::kVerified;
    std::optional<std::string> clock_file;
    ErrorLevel errors = ErrorLevel::kCode;
  };

  // Sets the process's SIGPIPE to be ignored: TLS writes to connections that may be gone.
  explicit Endpoint(Options options);
  ~Endpoint();

  // Opening makes doors to it; they keep what they need of it alive. The first one puts an object.
  Opener Opening() const;
  // WaitingTime is how long a case waits for the server's clock. Zero where that can be set.
  std::chrono::seconds WaitingTime(const Case& c) const;
  // PoseNow is Pose() for this server at this moment.
  std::variant<Case, NotAsked> PoseNow(const Case& c) const;
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
