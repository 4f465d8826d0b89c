#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "endpoint/clock_file.h"
#include "endpoint/connection.h"
#include "endpoint/moment.h"
#include "endpoint/target.h"
#include "protocol/message.h"

namespace countersign {

// LiveServer is a live server as all workers of a run share it: its clock, and the objects that
// were made there. Thread-safe.
class LiveServer {
 public:
  LiveServer(EndpointTarget target, Line line, std::optional<std::string> clock_file);

  const EndpointTarget& target() const { return target_; }
  EndpointClock clock() const {
    return clock_file_ ? EndpointClock::kSettable : EndpointClock::kAmbient;
  }

  // Prepare looks whether the server can be used at all: its clock follows the file, and an object
  // can be put. Asked more than once, it looks once. The error, for people.
  std::optional<std::string> Prepare(const Patience& patience);

  // Ask sends a posed request at its time and answers what the server did. The object that it names
  // is put first, where it is not there yet.
  Answer Ask(const VerifyMessage& message, const Patience& patience);

  // RemoveObjects deletes every object under the prefix; those that could not be, each with why.
  std::vector<std::string> RemoveObjects();

 private:
  using Response = std::variant<HttpResponse, ExchangeFailure>;

  std::optional<std::string> SetClock(Timestamp time, const Patience& patience);
  std::optional<std::string> AwaitClock(Timestamp time, const Patience& patience);
  Response SendOwn(std::string_view method, const std::string& raw_path, std::string_view body,
                   Timestamp now, const Patience& patience) const;
  Response SendPosed(const VerifyMessage::Request& request, const Patience& patience) const;
  void PutObjectOf(const VerifyMessage& message, const Patience& patience);
  // Remember notes which objects there are, after a request for one.
  void Remember(const std::string& path, std::string_view method, const Response& response);
  // What an unclear rejection of a request that is rightly signed means. A wrong signature that is
  // answered otherwise shows that it comes after authentication; nothing: it comes before.
  std::optional<Answer> AfterAuthentication(const VerifyMessage& message,
                                            const HttpResponse& response,
                                            const Patience& patience) const;

  const EndpointTarget target_;
  const Line line_;

  std::mutex preparing_;  // guards the next two
  bool prepared_ = false;
  std::optional<std::string> unprepared_;

  std::mutex clock_mutex_;  // held while the clock has to stand
  std::optional<ClockFile> clock_file_;
  std::optional<Timestamp> clock_time_;

  std::mutex objects_mutex_;       // guards the rest
  std::set<std::string> present_;  // raw paths of objects that need not be put any more
  std::set<std::string> made_;     // raw paths of all that may be there at the end
};

}  // namespace countersign
