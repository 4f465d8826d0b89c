#include "live_server/live_server.h"

#include <chrono>
#include <thread>

#include "live_server/body.h"
#include "live_server/error_document.h"
#include "live_server/http_date.h"
#include "live_server/outcome.h"
#include "presign.h"
#include "protocol/codec.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "translation/reference_request.h"

namespace countersign {
namespace {

constexpr std::string_view kBody = "countersign";
constexpr std::int64_t kLifetime = 300;  // seconds; of our own URLs
// How long a server may take to see that its clock file has changed: libfaketime looks every ten
// seconds unless told otherwise.
constexpr std::chrono::milliseconds kClockTimeout{8000};
constexpr std::chrono::milliseconds kClockPause{20};
// How long it may take to remove all objects.
constexpr std::chrono::seconds kRemovalPatience{30};
// Where the clock stands before the first case is asked.
constexpr Timestamp kUsualTime{std::chrono::sys_days(std::chrono::year(2013) / 5 / 24) +
                               std::chrono::hours(1)};

bool Has(const std::vector<NameValue>& headers, std::string_view name) {
  for (const auto& header : headers) {
    if (SameHeaderName(header.first, name)) return true;
  }
  return false;
}

// The exact octets of a request: its own headers as they are, and what frames it.
std::string Octets(std::string_view method, std::string_view target,
                   const std::vector<NameValue>& headers, std::string_view body) {
  std::string octets(method);
  octets += ' ';
  octets += target.empty() ? "/" : target;
  octets += " HTTP/1.1\r\n";
  for (const auto& [name, value] : headers) octets += name + ": " + value + "\r\n";
  const bool may_have_body = method == "PUT" || method == "POST" || !body.empty();
  if (may_have_body && !Has(headers, "content-length")) {
    octets += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  if (!Has(headers, "connection")) octets += "Connection: close\r\n";
  octets += "\r\n";
  octets += body;
  return octets;
}

std::string Describe(const std::variant<HttpResponse, ExchangeError>& response) {
  if (const auto* failure = std::get_if<ExchangeError>(&response)) return failure->reason;
  return "it answered " + Describe(std::get<HttpResponse>(response));
}

// The same request with one digit of its signature changed; empty where it has none.
std::string WithWrongSignature(const std::string& target) {
  constexpr std::string_view kName = "X-Amz-Signature=";
  std::string wrong = target;
  const std::size_t at = wrong.rfind(kName);
  if (at == std::string::npos || at + kName.size() >= wrong.size()) return "";
  char& digit = wrong[at + kName.size()];
  digit = digit == '0' ? '1' : '0';
  return wrong;
}

// How far its clock is ahead of ours, where it says so and the two disagree about the second.
std::chrono::seconds AheadOfOurs(const HttpResponse& response) {
  const std::string* date = response.Header("date");
  const auto theirs = date != nullptr ? ParseHttpDate(*date) : std::nullopt;
  if (!theirs) return {};
  const auto ours = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const std::chrono::seconds ahead = *theirs - ours;
  return std::chrono::abs(ahead) > std::chrono::seconds(1) ? ahead : std::chrono::seconds(0);
}

std::string CodeOf(const HttpResponse& response) {
  const auto error = ParseErrorDocument(response.body);
  return std::to_string(response.status) + " " + (error ? error->code : "");
}

}  // namespace

LiveServer::LiveServer(EndpointConfig target, HttpClient line,
                       std::optional<std::string> clock_file)
    : target_(std::move(target)), http_client_(std::move(line)) {
  if (clock_file) clock_file_.emplace(*std::move(clock_file));
}

Timestamp LiveServer::Now() const {
  if (clock_time_) return *clock_time_;
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + ahead_.load();
}

std::string LiveServer::ObjectPath(std::string_view target) {
  const Target parts = SplitTarget(target);
  return UriEncode(UriDecode(parts.raw_path, Plus::kLiteral), Slash::kKeep);
}

std::optional<std::string> LiveServer::Prepare(const RequestDeadline& deadline) {
  const std::lock_guard<std::mutex> lock(preparing_);
  if (prepared_) return unprepared_;
  const std::lock_guard<std::mutex> clock_lock(clock_mutex_);
  unprepared_ = SetClock(kUsualTime, deadline);
  if (!unprepared_) {
    const std::string path = target_.PathStart() + "test.txt";
    const Response response = SendOwn("PUT", path, kBody, deadline);
    const auto* http = std::get_if<HttpResponse>(&response);
    if (http == nullptr || !Succeeded(*http)) {
      unprepared_ = "cannot put an object at " + target_.url.Text() + " in bucket " +
                    target_.bucket + ": " + Describe(response);
    } else {
      Remember(path, "PUT", response);
      if (!clock_file_) ahead_ = AheadOfOurs(*http);
    }
  }
  prepared_ = !deadline.Over();
  return unprepared_;
}

std::optional<std::string> LiveServer::SetClock(Timestamp time, const RequestDeadline& deadline) {
  if (!clock_file_ || clock_time_ == time) return std::nullopt;
  clock_time_.reset();
  if (auto error = clock_file_->Set(time)) return "--clock-file " + *error;
  if (auto error = AwaitClock(time, deadline)) return error;
  clock_time_ = time;
  return std::nullopt;
}

// Whatever the server answers to a stranger, its Date says what time it is there.
std::optional<std::string> LiveServer::AwaitClock(Timestamp time, const RequestDeadline& deadline) {
  const std::string octets = Octets("GET", "/", {{"Host", target_.url.Authority()}}, "");
  const auto give_up_at = std::chrono::steady_clock::now() + kClockTimeout;
  for (;;) {
    const Response response = http_client_.Exchange(octets, "GET", deadline);
    if (const auto* failure = std::get_if<ExchangeError>(&response)) return failure->reason;
    const std::string* date = std::get<HttpResponse>(response).Header("date");
    if (date == nullptr) return "the endpoint sends no Date header: its clock cannot be followed";
    if (*date == FormatHttpDate(time)) return std::nullopt;
    if (deadline.Over()) return "timed out";
    if (std::chrono::steady_clock::now() >= give_up_at) {
      return "the endpoint's clock does not follow " + clock_file_->path() + ": that says " +
             FormatClockText(time) + ", the endpoint's Date header " + *date +
             " (libfaketime needs FAKETIME_NO_CACHE=1, and TZ=UTC)";
    }
    std::this_thread::sleep_for(kClockPause);
  }
}

LiveServer::Response LiveServer::SendOwn(std::string_view method, const std::string& raw_path,
                                         std::string_view body,
                                         const RequestDeadline& deadline) const {
  PresignRequest request;
  request.now = Now();
  request.method = method;
  request.scheme = target_.url.scheme;
  request.host = target_.Authority();
  request.path = raw_path;
  request.payload = "UNSIGNED-PAYLOAD";
  request.expires = kLifetime;
  request.region = target_.region;
  request.service = "s3";
  request.credentials = std::get<Credentials>(ToCredentials(target_.credentials.primary, ""));
  const Result<PresignedUrl> presigned = Presign(request);
  if (!presigned.ok()) return ExchangeError{presigned.rejection().detail};
  const std::string& url = presigned.value().url;
  const std::string_view target =
      std::string_view(url).substr(url.find('/', target_.url.scheme.size() + 3));
  const std::vector<NameValue> headers = {{"Host", target_.Authority()}};
  return http_client_.Exchange(Octets(method, target, headers, body), method, deadline);
}

LiveServer::Response LiveServer::SendPosed(const VerifyMessage::Request& request,
                                           std::string_view body, const RequestDeadline& deadline,
                                           const TransferControl& control) const {
  return http_client_.Exchange(Octets(request.method, request.target, request.headers, body),
                               request.method, deadline, control);
}

// Without the object, a server may refuse even a request that it lets in: whoever may not list a
// bucket is not told that a key is not there. Where it cannot be put, the case is asked all the
// same.
void LiveServer::PutObjectOf(const VerifyMessage& message, const RequestDeadline& deadline) {
  const std::string path = ObjectPath(message.request.target);
  const bool makes = message.request.method != "GET" && message.request.method != "HEAD" &&
                     message.request.method != "DELETE";
  if (makes || !path.starts_with(target_.PathStart())) return;
  {
    const std::lock_guard<std::mutex> lock(objects_mutex_);
    if (present_.contains(path)) return;
  }
  const Response response = SendOwn("PUT", path, kBody, deadline);
  Remember(path, "PUT", response);
  // A key that is refused once is refused again: it is not put for each case.
  const std::lock_guard<std::mutex> lock(objects_mutex_);
  present_.insert(path);
}

void LiveServer::Remember(const std::string& path, std::string_view method,
                          const Response& response) {
  const auto* http = std::get_if<HttpResponse>(&response);
  const bool done = http == nullptr || OutcomeOf(*http) == Outcome::kAccepted;
  const std::lock_guard<std::mutex> lock(objects_mutex_);
  if (method == "GET" || method == "HEAD") return;
  // Whatever else it did, it may have taken the object away, or left another one.
  present_.erase(path);
  if (done && method != "DELETE") made_.insert(path);
}

std::optional<Answer> LiveServer::AfterAuthentication(const VerifyMessage& message,
                                                      const HttpResponse& response,
                                                      const RequestDeadline& deadline) const {
  const auto verified = VerifyWithReference(message);
  const auto* answer = std::get_if<Result<Accepted>>(&verified);
  if (answer == nullptr || !answer->ok()) return std::nullopt;
  VerifyMessage::Request wrong = message.request;
  wrong.target = WithWrongSignature(message.request.target);
  if (wrong.target.empty()) return std::nullopt;
  const Response refused = SendPosed(wrong, BodyOf(wrong).value_or(""), deadline);
  const auto* http = std::get_if<HttpResponse>(&refused);
  if (http == nullptr) return std::nullopt;
  if (CodeOf(*http) != CodeOf(response)) return OkAnswer{};
  if (response.status != 405) return std::nullopt;
  return SkipAnswer{{}, "HTTP 405, whatever the signature: the endpoint lacks the operation"};
}

void LiveServer::Surround(const VerifyMessage& message, TransferScenario use) {
  const std::lock_guard<std::mutex> lock(objects_mutex_);
  surroundings_.insert_or_assign(EncodeRequestBody(message), use);
}

std::optional<TransferScenario> LiveServer::SurroundingOf(const VerifyMessage& message) {
  const std::lock_guard<std::mutex> lock(objects_mutex_);
  const auto found = surroundings_.extract(EncodeRequestBody(message));
  return found.empty() ? std::nullopt : std::optional(found.mapped());
}

Answer LiveServer::Ask(const VerifyMessage& message, const RequestDeadline& deadline) {
  std::unique_lock<std::mutex> lock(clock_mutex_, std::defer_lock);
  if (clock_file_) lock.lock();
  if (const auto use = SurroundingOf(message)) return AskSurrounded(message, *use, deadline);
  if (clock_file_) {
    const auto time = ParseRfc3339(message.now);
    if (!time) return FaultAnswer{"the case has no time"};
    if (auto error = SetClock(*time, deadline)) return FaultAnswer{*std::move(error)};
  }
  PutObjectOf(message, deadline);
  const Response response =
      SendPosed(message.request, BodyOf(message.request).value_or(""), deadline);
  Remember(ObjectPath(message.request.target), message.request.method, response);
  if (const auto* failure = std::get_if<ExchangeError>(&response)) {
    return FaultAnswer{"no whole response from the endpoint: " + failure->reason};
  }
  const auto& http = std::get<HttpResponse>(response);
  if (OutcomeOf(http) == Outcome::kUnclear) {
    if (auto answer = AfterAuthentication(message, http, deadline)) return *std::move(answer);
  }
  return AnswerOf(http, message.request.method);
}

std::vector<std::string> LiveServer::RemoveObjects() {
  const std::lock_guard<std::mutex> clock_lock(clock_mutex_);
  const std::lock_guard<std::mutex> lock(objects_mutex_);
  const RequestDeadline deadline(RequestDeadline::Clock::now() + kRemovalPatience);
  std::vector<std::string> left;
  for (const std::string& path : made_) {
    const Response response = SendOwn("DELETE", path, "", deadline);
    const auto* http = std::get_if<HttpResponse>(&response);
    const bool gone = http != nullptr && OutcomeOf(*http) == Outcome::kAccepted;
    if (!gone) left.push_back(path + ": " + Describe(response));
    // One that cannot be reached, or hangs, cannot be reached for the others either.
    if (http == nullptr) break;
  }
  return left;
}

}  // namespace countersign
