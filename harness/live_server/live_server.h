#pragma once

#include <atomic>
#include <chrono>
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
#include "live_server/server_reply.h"
#include "live_server/server_words.h"
#include "live_server/time_shift.h"
#include "protocol/message.h"

namespace countersign {

// LiveServer is the server that is tested, shared by all workers of a run: its clock, and the
// objects that the run has made there. Thread-safe.
class LiveServer {
 public:
  LiveServer(EndpointConfig config, HttpClient http_client, std::optional<std::string> clock_file);

  EndpointClock clock() const {
    return clock_file_ ? EndpointClock::kSettable : EndpointClock::kAmbient;
  }

  // Now is the server's time.
  Timestamp Now() const;

  // Prepare checks that the server can be used: its clock follows the file, and an object can be
  // put. The first call checks; later calls return the same result. It returns the error, for
  // people.
  std::optional<std::string> Prepare(const RequestDeadline& deadline);

  // Ask sends an adapted request at its time and returns the answer. If the object that it names
  // does not exist yet, it is put first. A request with a TransferScenario is sent as that says.
  Answer Ask(const VerifyMessage& message, const RequestDeadline& deadline) {
    return AskForReply(message, deadline).answer;
  }
  // AskForReply returns the responses as well from which the answer was read.
  // The answer's texts are redacted and cut (ServerWords); the responses are as they came.
  ServerReply AskForReply(const VerifyMessage& message, const RequestDeadline& deadline);

  // Name is what the server calls itself in its Server header, as printable ASCII of some length,
  // once Prepare has succeeded; "endpoint" if it has none.
  std::string Name() const;

  // WhyGone puts the object of Prepare once more. It returns why there is no whole response of a
  // server, for people; nullopt if there is one.
  std::optional<std::string> WhyGone(const RequestDeadline& deadline);

  // WrongInput is why the server could not be used, and what to do, if that is the fault of what
  // the user gave: a URL, a bucket, keys. It returns nullopt if Prepare succeeded or the server
  // broke.
  std::optional<std::string> WrongInput() const;

  // RemoveObjects deletes every object that the run has made. It returns the paths of all that
  // could not be deleted, each with the reason.
  std::vector<std::string> RemoveObjects();

 private:
  using Response = std::variant<HttpResponse, ExchangeError>;

  std::optional<std::string> PutFirstObject(const RequestDeadline& deadline);
  ServerReply AskAtItsTime(const VerifyMessage& message, const RequestDeadline& deadline);
  std::optional<std::string> SetClock(Timestamp time, const RequestDeadline& deadline);
  std::optional<std::string> AwaitClock(Timestamp time, const RequestDeadline& deadline);
  // Send sends the bytes of a request with this target.
  Response Send(std::string_view method, std::string_view target,
                const std::vector<NameValue>& headers, std::string_view body,
                const RequestDeadline& deadline, const TransferControl& control = {}) const;
  // SendOwn sends a correctly presigned request of the run's own, for an object.
  Response SendOwn(std::string_view method, const std::string& raw_path, std::string_view body,
                   const RequestDeadline& deadline) const;
  // SendAdapted sends the request of a case.
  Response SendAdapted(const VerifyMessage::Request& request, std::string_view body,
                       const RequestDeadline& deadline, const TransferControl& control = {}) const;

  // In transfer_scenario.cc: requests that take longer than the URL is valid, or that use it twice.
  std::optional<std::string> PutDownload(const VerifyMessage& message, std::string_view content,
                                         const RequestDeadline& deadline);
  Answer AskTransfer(const VerifyMessage& message, const RequestDeadline& deadline);
  Answer AskOutliving(const VerifyMessage& message, Timestamp end, const RequestDeadline& deadline);
  Answer AskAgain(const VerifyMessage& message, Timestamp end, const RequestDeadline& deadline);
  std::optional<std::string> AwaitTime(Timestamp time, const RequestDeadline& deadline);
  Response Transfer(const VerifyMessage::Request& request, std::string_view upload,
                    const RequestDeadline& deadline, const TransferControl& control = {});
  Answer AnswerIfWhole(const VerifyMessage::Request& request, std::string_view content,
                       const Response& response, const RequestDeadline& deadline) const;

  void PutObjectsOf(const VerifyMessage& message, const RequestDeadline& deadline);
  void PutOnce(const std::string& path, const RequestDeadline& deadline);
  // Remember notes which objects exist, after a request for one.
  void Remember(const std::string& path, std::string_view method, const Response& response);
  // AfterAuthentication decides what an unclear rejection of a correctly signed request means, or
  // of one that must be refused if its code is about the operation: by sending it once more with a
  // wrong signature. If the two are answered differently, the first one was rejected after
  // authentication. It returns nullopt if the rejection counts as one of authentication.
  // `second` is the response to that request, if it was sent.
  std::optional<Answer> AfterAuthentication(const VerifyMessage& message,
                                            const HttpResponse& response,
                                            std::optional<HttpResponse>& second,
                                            const RequestDeadline& deadline);
  // AnswerTo reads reply.response; it asks again with a wrong signature if the response is unclear.
  Answer AnswerTo(const VerifyMessage& message, ServerReply& reply,
                  const RequestDeadline& deadline);
  // Remove deletes one object. A server that asks to slow down is asked again, some times.
  Response Remove(const std::string& path, const RequestDeadline& deadline) const;

  const EndpointConfig config_;
  const HttpClient http_client_;
  mutable ServerWords words_;

  mutable std::mutex preparing_;  // guards the next four
  bool prepared_ = false;
  std::optional<std::string> unprepared_;
  std::string name_ = "endpoint";
  bool is_wrong_input_ = false;
  // How far the server's clock is ahead of ours, if it cannot be set.
  std::atomic<std::chrono::seconds> ahead_{};
  mutable std::atomic<bool> has_answered_ = false;  // a whole response, whatever it said

  std::mutex clock_mutex_;  // held while the clock must not move
  std::optional<ClockFile> clock_file_;
  std::optional<Timestamp> clock_time_;

  std::mutex objects_mutex_;       // guards the rest
  std::set<std::string> present_;  // raw paths of objects that need not be put again
  std::set<std::string> made_;     // raw paths of all objects that may exist at the end
};

}  // namespace countersign
