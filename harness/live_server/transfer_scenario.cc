// What a LiveServer does for cases that a TransferScenario surrounds.
#include <algorithm>
#include <random>
#include <thread>

#include "live_server/error_document.h"
#include "live_server/live_server.h"
#include "live_server/outcome.h"
#include "live_server/url_span.h"
#include "sigv4/header_name.h"

namespace countersign {
namespace {

// A download that outlives its URL is longer than what buffers on the way keep, so that the server
// still has most of it to send at the end. Uploads are held back by us.
constexpr std::size_t kLong = std::size_t{4} << 20;
constexpr std::size_t kShort = std::size_t{64} << 10;
constexpr std::chrono::milliseconds kSlice{50};
// So long after it was sent, a request has been looked at, and a clock may be moved.
constexpr std::chrono::seconds kArrival{1};

// Octets of which no part is like another.
const std::string& Octets() {
  static const std::string octets = [] {
    std::string made;
    std::mt19937 random(20130524);
    while (made.size() < kLong) made += static_cast<char>(random() & 0xff);
    return made;
  }();
  return octets;
}

// What is transferred: downloaded it is one object; the second upload is told from the first.
std::string_view Content(const VerifyMessage::Request& request, TransferScenario use, bool again) {
  const bool uploads = request.method == "PUT";
  const std::size_t size = uploads || use != TransferScenario::kOutlives ? kShort : kLong;
  return std::string_view(Octets()).substr(uploads && again ? kShort : 0, size);
}

bool AsksForARange(const VerifyMessage::Request& request) {
  return std::any_of(request.headers.begin(), request.headers.end(),
                     [](const auto& header) { return SameHeaderName(header.first, "range"); });
}

std::optional<std::string> Difference(std::string_view expected, std::string_view observed) {
  const auto [at, other] =
      std::mismatch(expected.begin(), expected.end(), observed.begin(), observed.end());
  if (at == expected.end() && other == observed.end()) return std::nullopt;
  return std::to_string(observed.size()) + " octets of " + std::to_string(expected.size()) +
         ", the first that differs at " + std::to_string(at - expected.begin());
}

RejectAnswer NotWhole(int status, std::string message) {
  RejectAnswer answer;
  answer.status = status;
  answer.code = "";
  answer.message = std::move(message);
  return answer;
}

SkipAnswer NotShown(std::string why) { return {{}, std::move(why)}; }

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

Answer LiveServer::AskSurrounded(const VerifyMessage& message, TransferScenario use,
                                 const RequestDeadline& deadline) {
  const std::optional<UrlSpan> span = SpanOf(message.request.target);
  if (!span) return FaultAnswer{"the case has no lifetime"};
  if (auto error = AwaitTime(span->begin, deadline)) return FaultAnswer{*std::move(error)};
  if (auto why = PutDownload(message, Content(message.request, use, false), deadline)) {
    return NotShown("The object to download could not be put: " + *why);
  }
  if (Now() >= span->end) return NotShown("Putting the object took as long as the URL lives.");
  return use == TransferScenario::kOutlives ? AskOutliving(message, span->end, deadline)
                                            : AskAgain(message, use, span->end, deadline);
}

Answer LiveServer::AskOutliving(const VerifyMessage& message, Timestamp end,
                                const RequestDeadline& deadline) {
  std::optional<std::string> broken;
  TransferControl control;
  const auto arrived = std::chrono::steady_clock::now() + kArrival;
  control.may_go_on = [&] {
    if (!clock_file_) return Now() >= end + kPastEnd;
    if (std::chrono::steady_clock::now() < arrived) return false;
    broken = SetClock(end + kPastEnd, deadline);
    return true;
  };
  const std::string_view content = Content(message.request, TransferScenario::kOutlives, false);
  const Response response = Transfer(message.request, content, deadline, control);
  if (broken) return FaultAnswer{*std::move(broken)};
  return Whole(message.request, content, response, deadline);
}

Answer LiveServer::AskAgain(const VerifyMessage& message, TransferScenario use, Timestamp end,
                            const RequestDeadline& deadline) {
  VerifyMessage::Request first = message.request;
  std::erase_if(first.headers, [](const auto& one) { return SameHeaderName(one.first, "range"); });
  TransferControl control;
  if (use == TransferScenario::kBrokenOff) control.enough = kShort / 2;
  const Response before = Transfer(first, Content(first, use, false), deadline, control);
  const auto* http = std::get_if<HttpResponse>(&before);
  if (http == nullptr || !Succeeded(*http)) {
    return NotShown("Its first use, before the URL's end, came to nothing: " +
                    (http != nullptr ? Describe(*http) : std::get<ExchangeError>(before).reason));
  }
  const Timestamp now = *ParseRfc3339(message.now);
  if (auto error = AwaitTime(now, deadline)) return FaultAnswer{*std::move(error)};
  if (now < end && Now() >= end) return NotShown("Its first use took as long as the URL lives.");
  const std::string_view content = Content(message.request, use, true);
  const Response response = Transfer(message.request, content, deadline);
  if (now < end) return Whole(message.request, content, response, deadline);
  if (const auto* failure = std::get_if<ExchangeError>(&response)) {
    return FaultAnswer{"no whole response from the endpoint: " + failure->reason};
  }
  return AnswerOf(std::get<HttpResponse>(response), message.request.method);
}

std::optional<std::string> LiveServer::AwaitTime(Timestamp time, const RequestDeadline& deadline) {
  if (clock_file_) return SetClock(time, deadline);
  while (Now() < time) {
    if (deadline.Over()) return "nobody waits any longer";
    std::this_thread::sleep_for(kSlice);
  }
  return std::nullopt;
}

LiveServer::Response LiveServer::Transfer(const VerifyMessage::Request& request,
                                          std::string_view upload, const RequestDeadline& deadline,
                                          const TransferControl& control) {
  const bool uploads = request.method == "PUT";
  Response response = SendPosed(request, uploads ? upload : "", deadline, control);
  Remember(ObjectPath(request.target), request.method, response);
  return response;
}

// The answer to a request that is let in, where all of the content has to arrive.
Answer LiveServer::Whole(const VerifyMessage::Request& request, std::string_view content,
                         const Response& response, const RequestDeadline& deadline) const {
  if (const auto* failure = std::get_if<ExchangeError>(&response)) {
    if (failure->status) return NotWhole(*failure->status, failure->reason);
    return FaultAnswer{"no whole response from the endpoint: " + failure->reason};
  }
  const auto& http = std::get<HttpResponse>(response);
  if (!Succeeded(http)) {
    Answer answer = AnswerOf(http, request.method);
    if (std::holds_alternative<OkAnswer>(answer)) return NotWhole(http.status, Describe(http));
    return answer;
  }
  std::string arrived = http.body;
  if (request.method == "PUT") {
    const Response stored = SendOwn("GET", ObjectPath(request.target), "", deadline);
    const auto* object = std::get_if<HttpResponse>(&stored);
    if (object == nullptr || !Succeeded(*object)) {
      return NotWhole(http.status, "What was sent cannot be read afterwards.");
    }
    arrived = object->body;
  } else if (AsksForARange(request) && http.status == 206) {
    content.remove_prefix(kShort / 2);
  }
  const auto difference = Difference(content, arrived);
  if (difference) return NotWhole(http.status, "Not what was put arrived: " + *difference + ".");
  return OkAnswer{};
}

}  // namespace countersign
