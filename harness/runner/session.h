#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "judge/verdict.h"
#include "protocol/message.h"
#include "runner/stop_signal.h"
#include "transport/connection.h"

namespace countersign {

// Observed is what came of one request.
struct Observed {
  std::size_t tag = 0;
  Observation observation;  // Broken: the line named its request, but is no answer to it
  std::string stderr_text;  // what was written to stderr since the answer before
};

// SessionEnded is the end of a session: nothing that is still unanswered will be.
struct SessionEnded {
  AdapterBroke failure;
  std::optional<std::size_t> repeated;  // the tag of a request that was answered once more
};

using Event = std::variant<Observed, SessionEnded>;

// Session is one process (or whatever is behind the connection) from its hello to its end. It
// matches answers to requests. Requests are known by a tag that the caller chooses.
class Session {
 public:
  struct Options {
    std::chrono::milliseconds startup_timeout;
    std::chrono::milliseconds case_timeout;
    const StopSignal* stop = nullptr;
  };

  // Open makes a connection and shakes hands. Requests have ids from first_id on.
  static std::variant<std::unique_ptr<Session>, AdapterBroke> Open(const ConnectFn& connect,
                                                                   const Options& options,
                                                                   std::int64_t first_id);

  const AdapterInfo& adapter_info() const { return adapter_info_; }
  // NextId is the id of the next request. A session that goes on after this one starts there, so
  // that a request that is sent again has another id.
  std::int64_t NextId() const { return first_id_ + static_cast<std::int64_t>(sent_.size()); }
  void Ask(std::size_t tag, const RequestMessage& request);
  std::size_t InFlight() const { return in_flight_; }
  std::vector<std::size_t> Unanswered() const;  // tags, in the order asked

  // Next waits for an answer, for at most the case timeout.
  Event Next();
  // AwaitMore waits briefly for a line that nobody asked for.
  std::optional<SessionEnded> AwaitMore();
  // End ends it in order: stdin closed, nothing further said, exit status 0. What was not so.
  std::optional<SessionEnded> End();

 private:
  struct Sent {
    std::size_t tag;
    Op op;
    bool answered = false;
  };

  Session(std::unique_ptr<Connection> connection, const Options& options, std::int64_t first_id);
  std::optional<AdapterBroke> ShakeHands();
  Event Interpret(std::string_view line);
  Sent* Find(std::int64_t id);
  void MarkAnswered(Sent& sent);
  SessionEnded BrokeBecause(std::string reason);

  std::unique_ptr<Connection> connection_;
  Options options_;
  AdapterInfo adapter_info_;
  std::int64_t first_id_;
  std::vector<Sent> sent_;  // by id, from first_id_
  std::size_t oldest_ = 0;  // in sent_: all before it are answered
  std::size_t in_flight_ = 0;
};

}  // namespace countersign
