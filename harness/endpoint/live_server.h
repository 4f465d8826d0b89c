#pragma once

#include <atomic>
#include <chrono>
#include <map>
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
#include "suite/case.h"

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

  // Now is what time it is there.
  Timestamp Now() const;

  // Prepare looks whether the server can be used at all: its clock follows the file, and an object
  // can be put. Asked more than once, it looks once. The error, for people.
  std::optional<std::string> Prepare(const Patience& patience);

  // Surround notes what surrounds a posed request when it is asked.
  void Surround(const VerifyMessage& message, LiveUse use);

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
                   const Patience& patience) const;
  Response SendPosed(const VerifyMessage::Request& request, std::string_view body,
                     const Patience& patience, const Course& course = {}) const;
  // The path of the object that a request names, in the one spelling that AWS signs.
  static std::string ObjectPath(std::string_view target);
  std::optional<LiveUse> SurroundingOf(const VerifyMessage& message);

  // In live_use.cc: requests whose time passes while they are asked.
  std::optional<std::string> PutDownload(const VerifyMessage& message, std::string_view content,
                                         const Patience& patience);
  Answer AskSurrounded(const VerifyMessage& message, LiveUse use, const Patience& patience);
  Answer AskOutliving(const VerifyMessage& message, Timestamp end, const Patience& patience);
  Answer AskAgain(const VerifyMessage& message, LiveUse use, Timestamp end,
                  const Patience& patience);
  std::optional<std::string> AwaitTime(Timestamp time, const Patience& patience);
  Response Transfer(const VerifyMessage::Request& request, std::string_view upload,
                    const Patience& patience, const Course& course = {});
  Answer Whole(const VerifyMessage::Request& request, std::string_view content,
               const Response& response, const Patience& patience) const;

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
  std::atomic<std::chrono::seconds> ahead_{};  // its clock of ours, where that is ambient

  std::mutex clock_mutex_;  // held while the clock has to stand
  std::optional<ClockFile> clock_file_;
  std::optional<Timestamp> clock_time_;

  std::mutex objects_mutex_;       // guards the rest
  std::set<std::string> present_;  // raw paths of objects that need not be put any more
  std::set<std::string> made_;     // raw paths of all that may be there at the end
  std::map<std::string, LiveUse> surroundings_;  // by message, of what is posed and not asked yet
};

}  // namespace countersign
