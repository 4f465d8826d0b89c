// Asks the cases of a plan and writes the answers down. What is not an answer to the case (the
// server is too busy, a clock is wrong, a token has ended) is never written: the recording ends,
// and what was written before stays good. `countersign record` is the only caller.
#include "evidence/recording.h"

#include <algorithm>
#include <thread>
#include <variant>

#include "judge/derive.h"
#include "live_server/error_document.h"
#include "s3_http/http_date.h"
#include "sigv4/header_name.h"

namespace countersign {
namespace {

// After so many cases in a row without an answer, the server is given up.
constexpr std::size_t kMostUnansweredInARow = 5;
constexpr int kMostAttempts = 4;
constexpr std::chrono::milliseconds kWaitingStep{50};
// A recording needs a clock that is right: within this time of the server's.
constexpr std::chrono::seconds kClockTolerance{60};
// What is kept of an answer's headers. Others may identify the account, or change each time.
constexpr std::string_view kHeadersThatMatter[] = {
    "content-type",    "date", "location", "retry-after", "server", "x-amz-bucket-region",
    "x-amz-request-id"};

bool IsBusy(const HttpResponse& response) {
  if (response.status == 503) return true;
  const auto error = ParseErrorDocument(response.body);
  return error && (error->code == "SlowDown" || error->code == "RequestLimitExceeded");
}

std::optional<Timestamp> DateOf(const HttpResponse& response) {
  const std::string* date = response.Header("date");
  return date == nullptr ? std::nullopt : ParseHttpDate(*date);
}

StatusAndCode ReadStatusAndCode(const HttpResponse& response) {
  const auto error = ParseErrorDocument(response.body);
  return {response.status, error ? std::optional(error->code) : std::nullopt};
}

bool Expects(const Case& c, std::string_view code) {
  return std::any_of(c.expected.begin(), c.expected.end(),
                     [code](const ExpectedAnswer& one) { return one.code == code; });
}

std::string AheadText(std::chrono::seconds ahead) {
  return std::to_string(std::abs(ahead.count())) + " s " +
         (ahead.count() > 0 ? "behind" : "ahead of");
}

void End(RecordingResult& result, RecordingEnd end, std::string reason) {
  result.end = end;
  result.reason = std::move(reason);
}

}  // namespace

Recording::Recording(const RecordingPlan& plan, const RecordingTarget& target, Options options)
    : plan_(plan), options_(std::move(options)), redactor_(target.credentials) {
  for (const auto& [name, place] : plan.places) {
    Endpoint::Options of_endpoint;
    of_endpoint.config = place.config;
    of_endpoint.connect_to = place.connect_to;
    of_endpoint.certificates = options_.certificates;
    open_.emplace(name, OpenPlace{place, std::make_unique<Endpoint>(std::move(of_endpoint))});
  }
}

std::optional<std::string> Recording::Prepare() {
  for (const auto& [name, at] : open_) {
    if (!at.place.is_at_home) continue;
    const RequestDeadline deadline(RequestDeadline::Clock::now() + options_.timeout,
                                   options_.interrupted);
    if (auto error = at.endpoint->Prepare(deadline)) return error;
    const auto ours = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const std::chrono::seconds ahead = at.endpoint->Now() - ours;
    if (std::chrono::abs(ahead) > kClockTolerance) {
      return "this machine's clock is " + AheadText(ahead) +
             " the server's, by its Date header: set it first";
    }
  }
  return std::nullopt;
}

RecordingResult Recording::Run(EvidenceFile& file, const std::function<void()>& on_answer) {
  RecordingResult result;
  for (const PlannedCase& planned : plan_.cases) {
    if (IsInterrupted()) End(result, RecordingEnd::kInterrupted, "interrupted");
    if (result.end != RecordingEnd::kComplete) break;
    RecordCase(planned, file, result);
    on_answer();
  }
  return result;
}

void Recording::RecordCase(const PlannedCase& planned, EvidenceFile& file,
                           RecordingResult& result) {
  const OpenPlace& at = open_.at(planned.place);
  const Case& c = *planned.vector;
  const auto adapted = at.endpoint->AdaptNow(c);
  if (const auto* why = std::get_if<NotAsked>(&adapted)) {
    result.unanswered.push_back(c.id + ": " + why->reason);
    return;
  }
  const Case& asked = std::get<Case>(adapted);
  const std::optional<ServerReply> reply = Ask(asked, at, c.id, result);
  if (result.end != RecordingEnd::kComplete) return;
  if (!reply) {
    if (++unanswered_in_a_row_ < kMostUnansweredInARow) return;
    return End(result, RecordingEnd::kBroke,
               std::to_string(kMostUnansweredInARow) + " cases in a row had no whole answer");
  }
  unanswered_in_a_row_ = 0;
  if (auto why = WhyUntrue(c, at, *reply->response)) {
    return End(result, RecordingEnd::kBroke, *std::move(why));
  }
  if (auto error = file.Write(EncodeRecorded(Recorded(c, asked, at, *reply)))) {
    return End(result, RecordingEnd::kBroke, *std::move(error));
  }
  ++result.answers;
}

std::optional<ServerReply> Recording::Ask(const Case& adapted, const OpenPlace& at,
                                          const std::string& id, RecordingResult& result) const {
  std::chrono::milliseconds pause = options_.pause;
  for (int attempt = 1;; ++attempt, pause *= 2) {
    const RequestDeadline deadline(RequestDeadline::Clock::now() + options_.timeout,
                                   options_.interrupted);
    ServerReply reply = at.endpoint->Ask(std::get<VerifyMessage>(adapted.request), deadline);
    if (IsInterrupted()) {
      End(result, RecordingEnd::kInterrupted, "interrupted");
      return std::nullopt;
    }
    if (!reply.response) {
      const auto* fault = std::get_if<FaultAnswer>(&reply.answer);
      result.unanswered.push_back(id + ": " + (fault != nullptr ? fault->message : ""));
      return std::nullopt;
    }
    const bool is_busy =
        IsBusy(*reply.response) || (reply.to_wrong_signature && IsBusy(*reply.to_wrong_signature));
    // 500 is no answer to the case, unless it comes again.
    const bool broke = reply.response->status == 500 && attempt == 1;
    if (!is_busy && !broke) return reply;
    if (attempt == kMostAttempts) {
      End(result, RecordingEnd::kBroke,
          "throttled: the server answered " + TextOf(ReadStatusAndCode(*reply.response)) + " " +
              std::to_string(attempt) + " times to " + id + ": try again later");
      return std::nullopt;
    }
    const auto until = RequestDeadline::Clock::now() + pause;
    while (RequestDeadline::Clock::now() < until && !IsInterrupted()) {
      std::this_thread::sleep_for(kWaitingStep);
    }
  }
}

// Answers that are about the recorder and not about the case would contradict the suite wrongly.
std::optional<std::string> Recording::WhyUntrue(const Case& c, const OpenPlace& at,
                                                const HttpResponse& response) const {
  const std::string code = ReadStatusAndCode(response).code.value_or("");
  const auto theirs = DateOf(response);
  const std::chrono::seconds ahead =
      theirs ? *theirs - at.endpoint->Now() : std::chrono::seconds(0);
  if (std::chrono::abs(ahead) > kClockTolerance) {
    return "this machine's clock is " + AheadText(ahead) + " the server's, by the Date header of " +
           "its answer to " + c.id;
  }
  for (const auto& [about, text] : {std::pair{"RequestTimeTooSkewed", "the clocks differ"},
                                    std::pair{"ExpiredToken", "the session token has ended"}}) {
    if (code == about && !Expects(c, about)) {
      return std::string(text) + ": the server answered " + code + " to " + c.id;
    }
  }
  return std::nullopt;
}

RecordedAnswer Recording::Recorded(const Case& c, const Case& adapted, const OpenPlace& at,
                                   const ServerReply& reply) const {
  const VerifyMessage& message = std::get<VerifyMessage>(adapted.request);
  const HttpResponse& response = *reply.response;
  RecordedAnswer recorded;
  recorded.case_id = c.id;
  recorded.content = ContentDigest(c);
  recorded.suite = options_.suite;
  recorded.date = FormatRfc3339(DateOf(response).value_or(at.endpoint->Now()));
  recorded.region = message.server.region;
  recorded.place = at.place.name;
  recorded.method = message.request.method;
  recorded.scheme = message.request.scheme;
  recorded.target = message.request.target;
  recorded.request_headers = message.request.headers;
  recorded.answer = ReadStatusAndCode(response);
  if (const auto error = ParseErrorDocument(response.body)) recorded.message = error->message;
  for (const std::string_view name : kHeadersThatMatter) {
    if (const std::string* value = response.Header(name))
      recorded.headers.emplace_back(name, *value);
  }
  if (reply.to_wrong_signature) {
    recorded.with_wrong_signature = ReadStatusAndCode(*reply.to_wrong_signature);
  }
  redactor_.Apply(recorded, DeriveSignature(adapted));
  return recorded;
}

std::vector<std::string> Recording::RemoveObjects() const {
  std::vector<std::string> left;
  for (const auto& [name, at] : open_) {
    for (const std::string& one : at.endpoint->RemoveObjects()) {
      left.push_back("bucket " + at.place.config.bucket + ", " + one);
    }
  }
  return left;
}

}  // namespace countersign
