// Asks the cases with a TransferScenario: a transfer that is still going on when the URL expires,
// or a second use of a URL. LiveServer::AskForReply calls AskTransfer for them.
#include <algorithm>
#include <random>
#include <thread>

#include "live_server/error_document.h"
#include "live_server/live_server.h"
#include "live_server/objects.h"
#include "live_server/outcome.h"
#include "live_server/url_span.h"
#include "sigv4/header_name.h"

namespace countersign {
namespace {

// A download that outlives its URL is longer than all buffers on the way, so that the server still
// has most of it to send when the URL expires. (Uploads are held back here.)
constexpr std::size_t kLong = std::size_t{4} << 20;
constexpr std::size_t kShort = std::size_t{64} << 10;
constexpr std::chrono::milliseconds kWaitStep{50};
// A server has checked a request this long after it was sent; then its clock may be moved.
constexpr std::chrono::seconds kArrival{1};

// Random bytes, so that a wrong part of them is noticed.
const std::string& RandomBytes() {
  static const std::string bytes = [] {
    std::string made;
    std::mt19937 random(20130524);
    while (made.size() < kLong) made += static_cast<char>(random() & 0xff);
    return made;
  }();
  return bytes;
}

// What is transferred. Both downloads are of the same object; a second upload differs from the
// first.
std::string_view Content(const VerifyMessage& message, bool again) {
  const bool uploads = message.request.method == "PUT";
  const bool is_long = !uploads && message.transfer == TransferScenario::kOutlives;
  const std::size_t size = is_long ? kLong : kShort;
  return std::string_view(RandomBytes()).substr(uploads && again ? kShort : 0, size);
}

std::optional<std::string> Difference(std::string_view expected, std::string_view observed) {
  const auto [at, other] =
      std::mismatch(expected.begin(), expected.end(), observed.begin(), observed.end());
  if (at == expected.end() && other == observed.end()) return std::nullopt;
  return std::to_string(observed.size()) + " bytes of " + std::to_string(expected.size()) +
         ", the first that differs at " + std::to_string(at - expected.begin());
}

RejectAnswer Incomplete(int status, std::string message) {
  RejectAnswer answer;
  answer.status = status;
  answer.code = "";
  answer.message = std::move(message);
  return answer;
}

SkipAnswer NotTested(std::string why) { return {{}, std::move(why)}; }

}  // namespace

std::optional<std::string> LiveServer::PutDownload(const VerifyMessage& message,
                                                   std::string_view content,
                                                   const RequestDeadline& deadline) {
  if (message.request.method == "PUT") return std::nullopt;
  const std::string path = ObjectPath(message.request.target);
  const Response response = SendOwn("PUT", path, content, deadline);
  Remember(path, "PUT", response);
  if (const auto* failure = std::get_if<ExchangeError>(&response)) return failure->reason;
  const auto& http = std::get<HttpResponse>(response);
  return Succeeded(http) ? std::nullopt : std::optional(Describe(http));
}

Answer LiveServer::AskTransfer(const VerifyMessage& message, const RequestDeadline& deadline) {
  const std::optional<UrlSpan> span = SpanOf(message.request.target);
  if (!span) return FaultAnswer{"the case's X-Amz-Date or X-Amz-Expires is missing or malformed"};
  if (auto error = AwaitTime(span->begin, deadline)) return FaultAnswer{*std::move(error)};
  if (auto why = PutDownload(message, Content(message, false), deadline)) {
    return NotTested("The object to download could not be put: " + *why);
  }
  if (Now() >= span->end) return NotTested("The URL expired before the object had been put.");
  return message.transfer == TransferScenario::kOutlives
             ? AskOutliving(message, span->end, deadline)
             : AskAgain(message, span->end, deadline);
}

Answer LiveServer::AskOutliving(const VerifyMessage& message, Timestamp end,
                                const RequestDeadline& deadline) {
  std::optional<std::string> clock_error;
  TransferControl control;
  const auto arrived = std::chrono::steady_clock::now() + kArrival;
  control.may_go_on = [&] {
    if (!clock_file_) return Now() >= end + kPastEnd;
    if (std::chrono::steady_clock::now() < arrived) return false;
    clock_error = SetClock(end + kPastEnd, deadline);
    return true;
  };
  const std::string_view content = Content(message, false);
  const Response response = Transfer(message.request, content, deadline, control);
  if (clock_error) return FaultAnswer{*std::move(clock_error)};
  return AnswerIfWhole(message.request, content, response, deadline);
}

Answer LiveServer::AskAgain(const VerifyMessage& message, Timestamp end,
                            const RequestDeadline& deadline) {
  VerifyMessage::Request first = message.request;
  std::erase_if(first.headers,
                [](const auto& header) { return SameHeaderName(header.first, "range"); });
  TransferControl control;
  if (message.transfer == TransferScenario::kBrokenOff) control.enough = kShort / 2;
  const Response before = Transfer(first, Content(message, false), deadline, control);
  const auto* http = std::get_if<HttpResponse>(&before);
  if (http == nullptr || !Succeeded(*http)) {
    return NotTested("The first use of the URL, before the URL's end, failed: " +
                     (http != nullptr ? Describe(*http) : std::get<ExchangeError>(before).reason));
  }
  const Timestamp now = *ParseRfc3339(message.now);
  if (auto error = AwaitTime(now, deadline)) return FaultAnswer{*std::move(error)};
  if (now < end && Now() >= end) return NotTested("The URL expired during its first use.");
  const std::string_view content = Content(message, true);
  const Response response = Transfer(message.request, content, deadline);
  if (now < end) return AnswerIfWhole(message.request, content, response, deadline);
  if (const auto* error = std::get_if<ExchangeError>(&response)) {
    return FaultAnswer{kNoWholeResponse + error->reason};
  }
  return AnswerOf(std::get<HttpResponse>(response), message.request.method);
}

std::optional<std::string> LiveServer::AwaitTime(Timestamp time, const RequestDeadline& deadline) {
  if (clock_file_) return SetClock(time, deadline);
  while (Now() < time) {
    if (deadline.Over()) return "timed out";
    std::this_thread::sleep_for(kWaitStep);
  }
  return std::nullopt;
}

LiveServer::Response LiveServer::Transfer(const VerifyMessage::Request& request,
                                          std::string_view upload, const RequestDeadline& deadline,
                                          const TransferControl& control) {
  const bool uploads = request.method == "PUT";
  Response response = SendAdapted(request, uploads ? upload : "", deadline, control);
  Remember(ObjectPath(request.target), request.method, response);
  return response;
}

// The answer to a request that must be accepted and whose content must arrive completely.
Answer LiveServer::AnswerIfWhole(const VerifyMessage::Request& request, std::string_view content,
                                 const Response& response, const RequestDeadline& deadline) const {
  if (const auto* failure = std::get_if<ExchangeError>(&response)) {
    if (failure->status) return Incomplete(*failure->status, failure->reason);
    return FaultAnswer{kNoWholeResponse + failure->reason};
  }
  const auto& http = std::get<HttpResponse>(response);
  if (!Succeeded(http)) {
    Answer answer = AnswerOf(http, request.method);
    if (std::holds_alternative<OkAnswer>(answer)) return Incomplete(http.status, Describe(http));
    return answer;
  }
  std::string arrived = http.body;
  if (request.method == "PUT") {
    const Response stored = SendOwn("GET", ObjectPath(request.target), "", deadline);
    const auto* object = std::get_if<HttpResponse>(&stored);
    if (object == nullptr || !Succeeded(*object)) {
      return Incomplete(http.status, "The uploaded object cannot be read back.");
    }
    arrived = object->body;
  } else if (FindHeader(request.headers, "range") != nullptr && http.status == 206) {
    content.remove_prefix(kShort / 2);
  }
  const auto difference = Difference(content, arrived);
  if (difference)
    return Incomplete(http.status, "The content differs from what was put: " + *difference + ".");
  return OkAnswer{};
}

}  // namespace countersign
