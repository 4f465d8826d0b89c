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

// Observed is the outcome of one request.
struct Observed {
  std::size_t tag = 0;
  Observation observation;  // AdapterBroke: the line has the request's id but is invalid
  std::string stderr_text;  // written to stderr since the previous answer
};

// SessionEnded is the end of a session: requests without an answer will not get one.
struct SessionEnded {
  AdapterBroke broke;
  std::optional<std::size_t> repeated;  // the tag of a request that was answered twice
};

using Event = std::variant<Observed, SessionEnded>;

// Session is a connection from the hello to the end. It matches answers to requests, which have a
// tag that the caller chooses.
class Session {
 public:
  struct Options {
    std::chrono::milliseconds startup_timeout;
    std::chrono::milliseconds case_timeout;
    const StopSignal* stop = nullptr;
  };

  // Open makes a connection and sends the hello. Requests have ids from first_id on.
  static std::variant<std::unique_ptr<Session>, AdapterBroke> Open(const ConnectFn& connect,
                                                                   const Options& options,
                                                                   std::int64_t first_id);

  const AdapterInfo& adapter_info() const { return adapter_info_; }
  // NextId is the id of the next request. The next session starts there, so that a request that is
  // sent again has another id.
  std::int64_t NextId() const { return first_id_ + static_cast<std::int64_t>(sent_.size()); }
  void Ask(std::size_t tag, const RequestMessage& request);
  std::size_t InFlight() const { return in_flight_; }
  std::vector<std::size_t> Unanswered() const;  // tags, in the order asked

  // Next waits for an answer, at most for the case timeout.
  Event Next();
  // AwaitMore waits a short time for a line that was not requested.
  std::optional<SessionEnded> AwaitMore();
  // End closes the adapter's stdin and waits for its end. Returns how it broke the protocol: a
  // further line, an exit status other than 0, no end within two seconds; nullopt if it did not.
  std::optional<SessionEnded> End();

 private:
  struct Sent {
    std::size_t tag;
    Op op;
    bool answered = false;
  };

  Session(std::unique_ptr<Connection> connection, const Options& options, std::int64_t first_id);
  std::optional<AdapterBroke> SendHello();
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
