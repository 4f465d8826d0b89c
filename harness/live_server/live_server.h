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

#include "live_server/clock_file.h"
#include "live_server/endpoint_config.h"
#include "live_server/http_client.h"
#include "live_server/time_shift.h"
#include "protocol/message.h"
#include "suite/case.h"

namespace countersign {

// LiveServer is a live server as all workers of a run share it: its clock, and the objects that
// were made there. Thread-safe.
class LiveServer {
 public:
  LiveServer(EndpointConfig target, HttpClient line, std::optional<std::string> clock_file);

  const EndpointConfig& target() const { return target_; }
  EndpointClock clock() const {
    return clock_file_ ? EndpointClock::kSettable : EndpointClock::kAmbient;
  }

  // Now is what time it is there.
  Timestamp Now() const;

  // Prepare looks whether the server can be used at all: its clock follows the file, and an object
  // can be put. Asked more than once, it looks once. The error, for people.
  std::optional<std::string> Prepare(const RequestDeadline& deadline);

  // Surround notes what surrounds a posed request when it is asked.
  void Surround(const VerifyMessage& message, TransferScenario use);

  // Ask sends a posed request at its time and answers what the server did. The object that it names
  // is put first, where it is not there yet.
  Answer Ask(const VerifyMessage& message, const RequestDeadline& deadline);

  // RemoveObjects deletes every object under the prefix; those that could not be, each with why.
  std::vector<std::string> RemoveObjects();

 private:
  using Response = std::variant<HttpResponse, ExchangeError>;

  std::optional<std::string> SetClock(Timestamp time, const RequestDeadline& deadline);
  std::optional<std::string> AwaitClock(Timestamp time, const RequestDeadline& deadline);
  Response SendOwn(std::string_view method, const std::string& raw_path, std::string_view body,
                   const RequestDeadline& deadline) const;
  Response SendPosed(const VerifyMessage::Request& request, std::string_view body,
                     const RequestDeadline& deadline, const TransferControl& control = {}) const;
  // The path of the object that a request names, in the one spelling that AWS signs.
  static std::string ObjectPath(std::string_view target);
  std::optional<TransferScenario> SurroundingOf(const VerifyMessage& message);

  // In transfer_scenario.cc: requests whose time passes while they are asked.
  std::optional<std::string> PutDownload(const VerifyMessage& message, std::string_view content,
                                         const RequestDeadline& deadline);
  Answer AskSurrounded(const VerifyMessage& message, TransferScenario use,
                       const RequestDeadline& deadline);
  Answer AskOutliving(const VerifyMessage& message, Timestamp end, const RequestDeadline& deadline);
  Answer AskAgain(const VerifyMessage& message, TransferScenario use, Timestamp end,
                  const RequestDeadline& deadline);
  std::optional<std::string> AwaitTime(Timestamp time, const RequestDeadline& deadline);
  Response Transfer(const VerifyMessage::Request& request, std::string_view upload,
                    const RequestDeadline& deadline, const TransferControl& control = {});
  Answer Whole(const VerifyMessage::Request& request, std::string_view content,
               const Response& response, const RequestDeadline& deadline) const;

  void PutObjectOf(const VerifyMessage& message, const RequestDeadline& deadline);
  // Remember notes which objects there are, after a request for one.
  void Remember(const std::string& path, std::string_view method, const Response& response);
  // What an unclear rejection of a request that is rightly signed means. A wrong signature that is
  // answered otherwise shows that it comes after authentication; nothing: it comes before.
  std::optional<Answer> AfterAuthentication(const VerifyMessage& message,
                                            const HttpResponse& response,
                                            const RequestDeadline& deadline) const;

  const EndpointConfig target_;
  const HttpClient http_client_;

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
  std::map<std::string, TransferScenario>
      surroundings_;  // by message, of what is posed and not asked yet
};

}  // namespace countersign
