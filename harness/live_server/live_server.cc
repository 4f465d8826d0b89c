// Asks a live server: sets its clock, puts the object that a case needs, sends the request and
// reads the answer. EndpointConnection (endpoint.cc) calls it for each case.
#include "live_server/live_server.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "live_server/body.h"
#include "live_server/error_document.h"
#include "live_server/first_put_advice.h"
#include "live_server/objects.h"
#include "live_server/outcome.h"
#include "presign.h"
#include "s3_http/http_date.h"
#include "sigv4/percent_encoding.h"
#include "translation/reference_request.h"

namespace countersign {
namespace {

constexpr std::string_view kBody = "countersign";
constexpr std::int64_t kLifetime = 300;  // seconds; of the run's own URLs
// How long a server may take to notice that its clock file has changed. (libfaketime looks every
// ten seconds by default.)
constexpr std::chrono::milliseconds kClockTimeout{8000};
constexpr std::chrono::milliseconds kClockPause{20};
// How long it may take to remove one object, if the server has answered anything before; and all,
// with kRemovalOfOne more for each.
constexpr std::chrono::seconds kRemovalTimeout{10};
constexpr std::chrono::seconds kRemovalOfOne{1};
// The pauses before an object is removed that the server was too busy to remove: each is twice as
// long as the one before.
constexpr std::chrono::milliseconds kFirstPause{500};
constexpr std::chrono::milliseconds kLongestPause{4000};
// The time to which the clock is set before the first case.
constexpr Timestamp kUsualTime{std::chrono::sys_days(std::chrono::year(2013) / 5 / 24) +
                               std::chrono::hours(1)};

// The bytes of a request: its own headers unchanged, and those that HTTP needs if they are missing.
std::string RequestBytes(std::string_view method, std::string_view target,
                         const std::vector<NameValue>& headers, std::string_view body) {
  std::string bytes(method);
  bytes += ' ';
  bytes += target.empty() ? "/" : target;
  bytes += " HTTP/1.1\r\n";
  for (const auto& [name, value] : headers) bytes += name + ": " + value + "\r\n";
  const bool may_have_body = method == "PUT" || method == "POST" || !body.empty();
  if (may_have_body && FindHeader(headers, "content-length") == nullptr) {
    bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  if (FindHeader(headers, "connection") == nullptr) bytes += "Connection: close\r\n";
  bytes += "\r\n";
  bytes += body;
  return bytes;
}

std::string Describe(const std::variant<HttpResponse, ExchangeError>& response) {
  if (const auto* failure = std::get_if<ExchangeError>(&response)) return failure->reason;
  return "it answered " + Describe(std::get<HttpResponse>(response));
}

// The same target with one digit of its signature changed; empty if it has no signature.
std::string WithWrongSignature(const std::string& target) {
  constexpr std::string_view kName = "X-Amz-Signature=";
  std::string wrong = target;
  const std::size_t at = wrong.rfind(kName);
  if (at == std::string::npos || at + kName.size() >= wrong.size()) return "";
  char& digit = wrong[at + kName.size()];
  digit = digit == '0' ? '1' : '0';
  return wrong;
}

// How far the server's clock is ahead of ours, by its Date header. 0 if they differ by a second at
// most, which may be due to rounding, or if there is no date.
std::chrono::seconds AheadOfOurs(const HttpResponse& response) {
  const std::string* date = response.Header("date");
  const auto theirs = date != nullptr ? ParseHttpDate(*date) : std::nullopt;
  if (!theirs) return {};
  const auto ours = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const std::chrono::seconds ahead = *theirs - ours;
  return std::chrono::abs(ahead) > std::chrono::seconds(1) ? ahead : std::chrono::seconds(0);
}

bool IsRefusedByReference(const VerifyMessage& message) {
  const auto verified = VerifyWithReference(message);
  const auto* answer = std::get_if<Result<Accepted>>(&verified);
  return answer == nullptr || !answer->ok();
}

// The server's name for itself, which may be hostile.
std::string NameIn(const HttpResponse& response) {
  constexpr std::size_t kLongest = 60;
  const std::string* header = response.Header("server");
  if (header == nullptr || header->empty()) return "endpoint";
  std::string name = header->substr(0, kLongest);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return header->size() > kLongest ? name + "..." : name;
}

std::string CodeOf(const HttpResponse& response) {
  const auto error = ParseErrorDocument(response.body);
  return std::to_string(response.status) + " " + (error ? error->code : "");
}

}  // namespace

LiveServer::LiveServer(EndpointConfig config, HttpClient http_client,
                       std::optional<std::string> clock_file)
    : config_(std::move(config)),
      http_client_(std::move(http_client)),
      words_(config_.credentials) {
  if (clock_file) clock_file_.emplace(*std::move(clock_file));
}

Timestamp LiveServer::Now() const {
  if (clock_time_) return *clock_time_;
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + ahead_.load();
}

std::optional<std::string> LiveServer::Prepare(const RequestDeadline& deadline) {
  const std::lock_guard<std::mutex> lock(preparing_);
  if (prepared_) return unprepared_;
  const std::lock_guard<std::mutex> clock_lock(clock_mutex_);
  unprepared_ = SetClock(kUsualTime, deadline);
  if (!unprepared_) unprepared_ = PutFirstObject(deadline);
  if (unprepared_) unprepared_ = words_.Shown(*unprepared_);
  prepared_ = !deadline.Over();
  return unprepared_;
}

std::optional<std::string> LiveServer::PutFirstObject(const RequestDeadline& deadline) {
  const std::string path = config_.PathStart() + "test.txt";
  const Response response = SendOwn("PUT", path, kBody, deadline);
  const auto* http = std::get_if<HttpResponse>(&response);
  Remember(path, "PUT", response);
  if (http != nullptr && Succeeded(*http)) {
    if (!clock_file_) ahead_ = AheadOfOurs(*http);
    name_ = words_.Shown(NameIn(*http));
    return std::nullopt;
  }
  const std::string why = "cannot put an object at " + config_.url.Text() + " in bucket " +
                          config_.bucket + ": " + Describe(response);
  const FirstPutAdvice advice = http != nullptr
                                    ? AdviceOn(*http, AheadOfOurs(*http), config_)
                                    : AdviceOn(std::get<ExchangeError>(response), config_);
  is_wrong_input_ = advice.is_wrong_input && !deadline.Over();
  return why + (advice.text.empty() ? "" : " (" + advice.text + ")");
}

std::optional<std::string> LiveServer::WrongInput() const {
  const std::lock_guard<std::mutex> lock(preparing_);
  return is_wrong_input_ ? unprepared_ : std::nullopt;
}

std::string LiveServer::Name() const {
  const std::lock_guard<std::mutex> lock(preparing_);
  return name_;
}

std::optional<std::string> LiveServer::SetClock(Timestamp time, const RequestDeadline& deadline) {
  if (!clock_file_ || clock_time_ == time) return std::nullopt;
  clock_time_.reset();
  if (auto error = clock_file_->Set(time)) return "--clock-file " + *error;
  if (auto error = AwaitClock(time, deadline)) return error;
  clock_time_ = time;
  return std::nullopt;
}

// An unsigned request is enough: every response has the server's time in its Date header.
std::optional<std::string> LiveServer::AwaitClock(Timestamp time, const RequestDeadline& deadline) {
  const std::string request =
      RequestBytes("GET", config_.url.path + "/", {{"Host", config_.url.Authority()}}, "");
  const auto give_up_at = std::chrono::steady_clock::now() + kClockTimeout;
  for (;;) {
    const Response response = http_client_.Exchange(request, "GET", deadline);
    if (const auto* failure = std::get_if<ExchangeError>(&response)) return failure->reason;
    const std::string* date = std::get<HttpResponse>(response).Header("date");
    if (date == nullptr) return "the endpoint sends no Date header, so its clock cannot be read";
    if (*date == FormatHttpDate(time)) return std::nullopt;
    if (deadline.Over()) return "timed out";
    if (std::chrono::steady_clock::now() >= give_up_at) {
      return "the endpoint's clock does not follow " + clock_file_->path() + ": the file says " +
             FormatClockText(time) + ", the endpoint's Date header says " + *date +
             " (libfaketime needs FAKETIME_NO_CACHE=1, and TZ=UTC)";
    }
    std::this_thread::sleep_for(kClockPause);
  }
}

std::optional<std::string> LiveServer::WhyGone(const RequestDeadline& deadline) {
  std::unique_lock<std::mutex> lock(clock_mutex_, std::defer_lock);
  if (clock_file_) lock.lock();
  const Response response = SendOwn("PUT", config_.PathStart() + "test.txt", kBody, deadline);
  if (const auto* failure = std::get_if<ExchangeError>(&response)) {
    return words_.Shown(failure->reason);
  }
  const auto& http = std::get<HttpResponse>(response);
  return IsOfAProxy(http) ? std::optional(words_.Shown("it answered " + Describe(http)))
                          : std::nullopt;
}

LiveServer::Response LiveServer::SendOwn(std::string_view method, const std::string& raw_path,
                                         std::string_view body,
                                         const RequestDeadline& deadline) const {
  PresignRequest request;
  request.now = Now();
  request.method = method;
  request.scheme = config_.url.scheme;
  request.host = config_.Authority();
  request.path = raw_path;
  request.payload = "UNSIGNED-PAYLOAD";
  request.expires = kLifetime;
  request.region = config_.region;
  request.service = "s3";
  request.credentials = std::get<Credentials>(ToCredentials(config_.credentials.primary, ""));
  const Result<PresignedUrl> presigned = Presign(request);
  if (!presigned.ok()) return ExchangeError{presigned.rejection().detail};
  const std::string& url = presigned.value().url;
  const std::string_view target =
      std::string_view(url).substr(url.find('/', config_.url.scheme.size() + 3));
  return Send(method, target, {{"Host", config_.Authority()}}, body, deadline);
}

LiveServer::Response LiveServer::Send(std::string_view method, std::string_view target,
                                      const std::vector<NameValue>& headers, std::string_view body,
                                      const RequestDeadline& deadline,
                                      const TransferControl& control) const {
  words_.Note(target);
  Response response =
      http_client_.Exchange(RequestBytes(method, target, headers, body), method, deadline, control);
  if (std::holds_alternative<HttpResponse>(response)) has_answered_ = true;
  return response;
}

LiveServer::Response LiveServer::SendAdapted(const VerifyMessage::Request& request,
                                             std::string_view body, const RequestDeadline& deadline,
                                             const TransferControl& control) const {
  return Send(request.method, request.target, request.headers, body, deadline, control);
}

// If the object does not exist, a server may answer AccessDenied to a request that it has accepted:
// clients that may not list a bucket are not told which keys exist. If the object cannot be put,
// the case is asked nevertheless.
void LiveServer::PutObjectsOf(const VerifyMessage& message, const RequestDeadline& deadline) {
  for (const std::string& path : ObjectsOf(message, config_)) PutOnce(path, deadline);
}

void LiveServer::PutOnce(const std::string& path, const RequestDeadline& deadline) {
  {
    const std::lock_guard<std::mutex> lock(objects_mutex_);
    if (present_.contains(path)) return;
  }
  const Response response = SendOwn("PUT", path, kBody, deadline);
  Remember(path, "PUT", response);
  const auto* http = std::get_if<HttpResponse>(&response);
  if (http != nullptr && http->status == 503) return;  // too busy: it may be put later
  // Also if the key was refused: it would be refused again.
  const std::lock_guard<std::mutex> lock(objects_mutex_);
  present_.insert(path);
}

void LiveServer::Remember(const std::string& path, std::string_view method,
                          const Response& response) {
  const auto* http = std::get_if<HttpResponse>(&response);
  // A server that failed may have stored the object nevertheless.
  const bool done = http == nullptr ? std::get<ExchangeError>(response).was_sent
                                    : http->status >= 500 || OutcomeOf(*http) == Outcome::kAccepted;
  const std::lock_guard<std::mutex> lock(objects_mutex_);
  if (method == "GET" || method == "HEAD") return;
  // The request may have removed or replaced the object.
  present_.erase(path);
  if (done && method != "DELETE") made_.insert(path);
}

std::optional<Answer> LiveServer::AfterAuthentication(const VerifyMessage& message,
                                                      const HttpResponse& response,
                                                      std::optional<HttpResponse>& second,
                                                      const RequestDeadline& deadline) {
  // If the request must be refused, many codes may be the server's own word for that refusal.
  if (IsRefusedByReference(message) && !IsOfTheOperation(response)) return std::nullopt;
  VerifyMessage::Request wrong = message.request;
  wrong.target = WithWrongSignature(message.request.target);
  if (wrong.target.empty()) return std::nullopt;
  const Response refused = SendAdapted(wrong, BodyOf(wrong).value_or(""), deadline);
  Remember(ObjectPath(wrong.target), wrong.method, refused);
  const auto* http = std::get_if<HttpResponse>(&refused);
  if (http == nullptr) return std::nullopt;
  second = *http;
  if (CodeOf(*http) != CodeOf(response)) return OkAnswer{};
  if (response.status != 405) return std::nullopt;
  return SkipAnswer{{}, "HTTP 405 for any signature: the endpoint lacks the operation"};
}

ServerReply LiveServer::AskForReply(const VerifyMessage& message, const RequestDeadline& deadline) {
  ServerReply reply = AskAtItsTime(message, deadline);
  words_.Clean(message, reply.answer);
  return reply;
}

ServerReply LiveServer::AskAtItsTime(const VerifyMessage& message,
                                     const RequestDeadline& deadline) {
  std::unique_lock<std::mutex> lock(clock_mutex_, std::defer_lock);
  if (clock_file_) lock.lock();
  if (message.transfer) return {AskTransfer(message, deadline)};
  if (clock_file_) {
    const auto time = ParseRfc3339(message.now);
    if (!time) return {FaultAnswer{"the case's time is malformed"}};
    if (auto error = SetClock(*time, deadline)) return {FaultAnswer{*std::move(error)}};
  }
  PutObjectsOf(message, deadline);
  Response response = SendAdapted(message.request, BodyOf(message.request).value_or(""), deadline);
  Remember(ObjectPath(message.request.target), message.request.method, response);
  if (const auto* failure = std::get_if<ExchangeError>(&response)) {
    return {FaultAnswer{kNoWholeResponse + failure->reason}};
  }
  ServerReply reply;
  reply.response = std::get<HttpResponse>(std::move(response));
  reply.answer = AnswerTo(message, reply, deadline);
  return reply;
}

Answer LiveServer::AnswerTo(const VerifyMessage& message, ServerReply& reply,
                            const RequestDeadline& deadline) {
  const HttpResponse& http = *reply.response;
  if (http.status >= 400 && http.status < 500 && IsAboutBody(message)) {
    return RejectOf(http, message.request.method);
  }
  const Outcome outcome = OutcomeOf(http);
  // "Not implemented" is a refusal too, if the request must be refused.
  if (outcome == Outcome::kNotImplemented && IsRefusedByReference(message)) {
    return RejectOf(http, message.request.method);
  }
  // The answer to HEAD has no code, so any refusal of it may come after authentication.
  const bool says_no_code =
      message.request.method == "HEAD" && http.status >= 400 && http.status < 500;
  if (outcome == Outcome::kUnclear || (outcome == Outcome::kRejected && says_no_code)) {
    if (auto answer = AfterAuthentication(message, http, reply.to_wrong_signature, deadline)) {
      return *std::move(answer);
    }
  }
  return AnswerOf(http, message.request.method);
}

LiveServer::Response LiveServer::Remove(const std::string& path,
                                        const RequestDeadline& deadline) const {
  for (std::chrono::milliseconds pause = kFirstPause;; pause *= 2) {
    Response response = SendOwn("DELETE", path, "", deadline);
    const auto* http = std::get_if<HttpResponse>(&response);
    if (http == nullptr || http->status != 503 || pause > kLongestPause || deadline.Over())
      return response;
    std::this_thread::sleep_for(pause);
  }
}

std::vector<std::string> LiveServer::RemoveObjects() {
  const std::lock_guard<std::mutex> clock_lock(clock_mutex_);
  const std::lock_guard<std::mutex> lock(objects_mutex_);
  const auto end = RequestDeadline::Clock::now() + kRemovalTimeout +
                   kRemovalOfOne * static_cast<int>(made_.size());
  std::vector<std::string> remaining;
  bool is_silent = false;
  for (const std::string& path : made_) {
    // If the server does not respond to one, it will not respond to the others.
    if (is_silent) {
      remaining.push_back(path + ": not asked, because the server did not respond");
      continue;
    }
    const auto timeout = has_answered_ ? kRemovalTimeout : kRemovalOfOne;
    const RequestDeadline of_one(std::min(end, RequestDeadline::Clock::now() + timeout));
    const Response response = Remove(path, of_one);
    const auto* http = std::get_if<HttpResponse>(&response);
    const bool gone = http != nullptr && OutcomeOf(*http) == Outcome::kAccepted;
    if (!gone) remaining.push_back(path + ": " + words_.Shown(Describe(response)));
    is_silent = http == nullptr || IsOfAProxy(*http);
  }
  return remaining;
}

}  // namespace countersign
