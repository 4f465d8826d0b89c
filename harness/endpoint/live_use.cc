// What a LiveServer does for cases that a LiveUse surrounds.
#include <algorithm>
#include <random>
#include <thread>

#include "endpoint/error_document.h"
#include "endpoint/live_server.h"
#include "endpoint/outcome.h"
#include "endpoint/url_span.h"
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
std::string_view Content(const VerifyMessage::Request& request, LiveUse use, bool again) {
  const bool uploads = request.method == "PUT";
  const std::size_t size = uploads || use != LiveUse::kOutlives ? kShort : kLong;
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
                                                   const Patience& patience) {
  if (message.request.method == "PUT") return std::nullopt;
  const std::string path = ObjectPath(message.request.target);
  const Response response = SendOwn("PUT", path, content, patience);
  Remember(path, "PUT", response);
  if (const auto* failure = std::get_if<ExchangeFailure>(&response)) return failure->reason;
  const auto& http = std::get<HttpResponse>(response);
  return Succeeded(http) ? std::nullopt : std::optional(Describe(http));
}

Answer LiveServer::AskSurrounded(const VerifyMessage& message, LiveUse use,
                                 const Patience& patience) {
  const std::optional<UrlSpan> span = SpanOf(message.request.target);
  if (!span) return FaultAnswer{"the case has no lifetime"};
  if (auto error = AwaitTime(span->begin, patience)) return FaultAnswer{*std::move(error)};
  if (auto why = PutDownload(message, Content(message.request, use, false), patience)) {
    return NotShown("The object to download could not be put: " + *why);
  }
  if (Now() >= span->end) return NotShown("Putting the object took as long as the URL lives.");
  return use == LiveUse::kOutlives ? AskOutliving(message, span->end, patience)
                                   : AskAgain(message, use, span->end, patience);
}

Answer LiveServer::AskOutliving(const VerifyMessage& message, Timestamp end,
                                const Patience& patience) {
  std::optional<std::string> broken;
  Course course;
  const auto arrived = std::chrono::steady_clock::now() + kArrival;
  course.may_go_on = [&] {
    if (!clock_file_) return Now() >= end + kPastEnd;
    if (std::chrono::steady_clock::now() < arrived) return false;
    broken = SetClock(end + kPastEnd, patience);
    return true;
  };
  const std::string_view content = Content(message.request, LiveUse::kOutlives, false);
  const Response response = Transfer(message.request, content, patience, course);
  if (broken) return FaultAnswer{*std::move(broken)};
  return Whole(message.request, content, response, patience);
}

Answer LiveServer::AskAgain(const VerifyMessage& message, LiveUse use, Timestamp end,
                            const Patience& patience) {
  VerifyMessage::Request first = message.request;
  std::erase_if(first.headers, [](const auto& one) { return SameHeaderName(one.first, "range"); });
  Course course;
  if (use == LiveUse::kBrokenOff) course.enough = kShort / 2;
  const Response before = Transfer(first, Content(first, use, false), patience, course);
  const auto* http = std::get_if<HttpResponse>(&before);
  if (http == nullptr || !Succeeded(*http)) {
    return NotShown("Its first use, before the URL's end, came to nothing: " +
                    (http != nullptr ? Describe(*http) : std::get<ExchangeFailure>(before).reason));
  }
  const Timestamp now = *ParseRfc3339(message.now);
  if (auto error = AwaitTime(now, patience)) return FaultAnswer{*std::move(error)};
  if (now < end && Now() >= end) return NotShown("Its first use took as long as the URL lives.");
  const std::string_view content = Content(message.request, use, true);
  const Response response = Transfer(message.request, content, patience);
  if (now < end) return Whole(message.request, content, response, patience);
  if (const auto* failure = std::get_if<ExchangeFailure>(&response)) {
    return FaultAnswer{"no whole response from the endpoint: " + failure->reason};
  }
  return AnswerOf(std::get<HttpResponse>(response), message.request.method);
}

std::optional<std::string> LiveServer::AwaitTime(Timestamp time, const Patience& patience) {
  if (clock_file_) return SetClock(time, patience);
  while (Now() < time) {
    if (patience.Over()) return "nobody waits any longer";
    std::this_thread::sleep_for(kSlice);
  }
  return std::nullopt;
}

LiveServer::Response LiveServer::Transfer(const VerifyMessage::Request& request,
                                          std::string_view upload, const Patience& patience,
                                          const Course& course) {
  const bool uploads = request.method == "PUT";
  Response response = SendPosed(request, uploads ? upload : "", patience, course);
  Remember(ObjectPath(request.target), request.method, response);
  return response;
}

// The answer to a request that is let in, where all of the content has to arrive.
Answer LiveServer::Whole(const VerifyMessage::Request& request, std::string_view content,
                         const Response& response, const Patience& patience) const {
  if (const auto* failure = std::get_if<ExchangeFailure>(&response)) {
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
    const Response stored = SendOwn("GET", ObjectPath(request.target), "", patience);
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
