// Checks the claim of an adapter that its clock can be set, by a few requests of its own before the
// cases. Run calls it once, on the first session.
#include "runner/clock_probe.h"

#include <array>
#include <chrono>
#include <cstdint>

#include "presign.h"
#include "protocol/adapter_info.h"
#include "sigv4/query_string.h"
#include "sigv4/timestamp.h"

namespace countersign {
namespace {

using std::chrono::sys_days;

constexpr std::int64_t kLifetime = 3600;  // seconds
constexpr std::array<Timestamp, 2> kProbes{
    Timestamp(sys_days(std::chrono::year(2013) / 5 / 24)),
    Timestamp(sys_days(std::chrono::year(2019) / 11 / 3) + std::chrono::hours(7)),
};
constexpr const char* kAccessKeyId = "AKIAIOSFODNN7EXAMPLE";
constexpr const char* kSecretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

// The object that is requested, in an addressing that the implementation declares.
struct Place {
  std::string addressing;
  std::string host;
  std::string path;
};

Place PlaceFor(const AdapterInfo& adapter_info, Op op) {
  if (Declares(adapter_info, op, "path-style") && !Declares(adapter_info, op, "virtual-hosted")) {
    return {"path", "s3.amazonaws.com", "/examplebucket/test.txt"};
  }
  return {"virtual", "examplebucket.s3.amazonaws.com", "/test.txt"};
}

CredentialMessage Credential() {
  CredentialMessage credential;
  credential.access_key_id = kAccessKeyId;
  credential.secret_access_key = kSecretAccessKey;
  return credential;
}

PresignMessage PresignProbe(const Place& place, Timestamp now) {
  PresignMessage message;
  message.now = FormatRfc3339(now);
  message.method = "GET";
  message.scheme = "https";
  message.host = place.host;
  message.addressing = place.addressing;
  message.bucket = "examplebucket";
  message.key = "test.txt";
  message.path = place.path;
  message.payload = "UNSIGNED-PAYLOAD";
  message.expires = kLifetime;
  message.region = "us-east-1";
  message.service = "s3";
  message.algorithm = "AWS4-HMAC-SHA256";
  message.path_encoding = "once";
  message.credentials = Credential();
  return message;
}

// The target of a URL that was correctly signed at that time.
std::string SignedTarget(const Place& place, Timestamp signing_time) {
  PresignRequest request;
  request.now = signing_time;
  request.method = "GET";
  request.scheme = "https";
  request.host = place.host;
  request.path = place.path;
  request.payload = "UNSIGNED-PAYLOAD";
  request.expires = kLifetime;
  request.region = "us-east-1";
  request.service = "s3";
  request.credentials.access_key_id = kAccessKeyId;
  request.credentials.secret_access_key = kSecretAccessKey;
  const std::string url = Presign(request).value().url;
  return url.substr(url.find('/', std::string("https://").size()));
}

VerifyMessage VerifyProbe(const Place& place, Timestamp signing_time, Timestamp now) {
  VerifyMessage message;
  message.now = FormatRfc3339(now);
  message.request.method = "GET";
  message.request.scheme = "https";
  message.request.target = SignedTarget(place, signing_time);
  message.request.headers = {{"Host", place.host}};
  message.server.service = "s3";
  message.server.region = "us-east-1";
  message.server.hosts = {"s3.us-east-1.amazonaws.com", "s3.amazonaws.com"};
  message.credentials = {Credential()};
  message.bucket = VerifyMessage::Bucket{"examplebucket", "us-east-1", {}};
  return message;
}

// The value of X-Amz-Date in a URL; nullopt if it has none.
std::optional<Timestamp> SigningTime(const Answer& answer) {
  const auto* ok = std::get_if<OkAnswer>(&answer);
  if (ok == nullptr || !ok->url) return std::nullopt;
  constexpr std::string_view kName = "X-Amz-Date=";
  const std::size_t begin = ok->url->find(kName);
  if (begin == std::string::npos) return std::nullopt;
  return ParseAmzDate(std::string_view(*ok->url).substr(begin + kName.size(), 16));
}

// What an answer to a plain request is that says nothing about the clock.
std::string NoTime(const Answer& answer) {
  const std::string plain = " a plain request for one object";
  if (const auto* reject = std::get_if<RejectAnswer>(&answer)) {
    return "it refuses" + plain + ": " +
           reject->message.value_or(reject->rejection_class.value_or("without a message"));
  }
  if (const auto* fault = std::get_if<FaultAnswer>(&answer)) {
    return "it breaks on" + plain + ": " + fault->message;
  }
  if (std::holds_alternative<SkipAnswer>(answer)) return "it skips" + plain;
  return "the URL for" + plain + " has no X-Amz-Date";
}

class Prober {
 public:
  explicit Prober(Session& session) : session_(session) {}

  void ProbePresign() {
    const Place place = PlaceFor(session_.adapter_info(), Op::kPresign);
    std::array<std::optional<Timestamp>, 2> dates;
    for (std::size_t i = 0; i < kProbes.size(); ++i) {
      const std::optional<Answer> answer = Ask(PresignProbe(place, kProbes[i]));
      if (answer) dates[i] = SigningTime(*answer);
      if (answer && !dates[i]) probe_.not_checked = NoTime(*answer);
      if (!dates[i]) return;
    }
    if (*dates[1] - *dates[0] == kProbes[1] - kProbes[0]) return;
    std::string what = "declares an injected clock, but does not sign at `now`:";
    for (std::size_t i = 0; i < kProbes.size(); ++i) {
      what += (i == 0 ? " X-Amz-Date is " : ", and ") + FormatAmzDate(*dates[i]) + " when now is " +
              FormatRfc3339(kProbes[i]);
    }
    AddFault(what + ". Sign at the `now` of the request, or declare \"clock\": \"ambient\"");
  }

  void ProbeVerify() {
    const auto [early, late] = kProbes;
    const std::optional<bool> early_fresh = Accepts(early, early);
    const std::optional<bool> late_fresh = Accepts(late, late);
    const std::optional<bool> early_stale = Accepts(early, late);
    if (!early_fresh || !late_fresh || !early_stale) return;
    if (*early_fresh && *late_fresh) return;  // accepts everything, or expires at the right time
    // A clock that does not move accepts one of the two URLs at any `now`. What refuses one for
    // another reason, such as a key of the wrong day, is left to the cases.
    const bool only_early = *early_fresh && *early_stale;
    const bool only_late = *late_fresh && !*early_stale && Accepts(late, early) == true;
    if (only_early || only_late) {
      AddFault(
          "declares an injected clock, but its clock does not move with `now`. Verify at the `now` "
          "of the request, or declare \"clock\": \"ambient\"");
    }
    if (*early_fresh || *late_fresh || *early_stale) return;
    // It refuses everything, or uses the machine's clock. By that clock the next URL is valid; by
    // `now` it is not, for years.
    const auto present = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (Accepts(present, early) == true) {
      AddFault(
          "declares an injected clock, but verifies by the machine's clock. Verify at "
          "the `now` of the request, or declare \"clock\": \"ambient\"");
    }
  }

  ClockProbe Result() && { return std::move(probe_); }

 private:
  void AddFault(const std::string& what) { probe_.faults.push_back({"clock probe: " + what, {}}); }

  std::optional<bool> Accepts(Timestamp signing_time, Timestamp now) {
    const Place place = PlaceFor(session_.adapter_info(), Op::kVerify);
    const std::optional<Answer> answer = Ask(VerifyProbe(place, signing_time, now));
    if (!answer) return std::nullopt;
    if (std::holds_alternative<OkAnswer>(*answer)) return true;
    if (std::holds_alternative<RejectAnswer>(*answer)) return false;
    probe_.not_checked = NoTime(*answer);
    return std::nullopt;
  }

  // nullopt if there is no answer.
  std::optional<Answer> Ask(const RequestMessage& request) {
    if (probe_.broke) return std::nullopt;
    session_.Ask(0, request);
    Event event = session_.Next();
    if (auto* ended = std::get_if<SessionEnded>(&event)) {
      probe_.broke = true;
      ended->broke.reason =
          "clock probe: the hello was answered, and then not a plain request for one object: " +
          ended->broke.reason;
      probe_.faults.push_back(std::move(ended->broke));
      return std::nullopt;
    }
    Observation& observation = std::get<Observed>(event).observation;
    if (auto* broke = std::get_if<AdapterBroke>(&observation)) AddFault(broke->reason);
    if (auto* answer = std::get_if<Answer>(&observation)) return std::move(*answer);
    return std::nullopt;
  }

  Session& session_;
  ClockProbe probe_;
};

}  // namespace

ClockProbe ProbeClock(Session& session) {
  Prober prober(session);
  for (const std::string& op : session.adapter_info().ops) {
    if (op == "presign") prober.ProbePresign();
    if (op == "verify") prober.ProbeVerify();
  }
  return std::move(prober).Result();
}

}  // namespace countersign
