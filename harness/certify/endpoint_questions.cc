// A live server is asked at the present time and with its own keys, so its questions follow from
// more than suite and challenge. The check makes them again from what the bundle says.
#include "certify/endpoint_questions.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "live_server/adapt_case.h"
#include "live_server/endpoint_url.h"
#include "protocol/codec.h"
#include "sigv4/digest.h"
#include "sigv4/query_string.h"
#include "sigv4/timestamp.h"

namespace countersign {
namespace {

constexpr std::string_view kHiddenText = "[redacted]";
// Secrets in place of unknown ones. Some cases cannot be asked with a secret without such bytes.
constexpr std::string_view kStandIns[] = {"abcdefghijklmnopqrstuvwxyz0123456789ABCD",
                                          "abcd+efghijkl/mnopqrstuvwxyz0123456789AB"};

std::optional<CredentialMessage>* PlaceOf(std::string_view role, EndpointCredentials& keys) {
  if (role == "second") return &keys.second;
  if (role == "inactive") return &keys.inactive;
  if (role == "temporary") return &keys.temporary;
  return nullptr;
}

EndpointCredentials WithStandIns(const std::vector<EndpointKey>& keys, std::string_view secret) {
  EndpointCredentials made;
  for (const EndpointKey& key : keys) {
    CredentialMessage one;
    one.access_key_id = key.access_key_id;
    one.secret_access_key = secret;
    one.session_token = key.session_token;
    if (auto* place = PlaceOf(key.role, made)) {
      *place = std::move(one);
    } else {
      made.primary = std::move(one);
    }
  }
  return made;
}

bool SameKeys(const std::vector<EndpointKey>& a, const std::vector<EndpointKey>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.role == y.role && x.access_key_id == y.access_key_id &&
           x.session_token == y.session_token;
  });
}

// The present time at which a case was adapted, from the request that was sent. The time of a case
// with a TransferScenario is that of its use, later than the present.
std::optional<Timestamp> PresentOf(const Case& c, const std::string& recorded) {
  const Decoded<Incoming> decoded = DecodeIncoming(recorded);
  const auto* incoming = std::get_if<Incoming>(&decoded);
  const auto* request = incoming != nullptr ? std::get_if<IncomingRequest>(incoming) : nullptr;
  const auto* message =
      request != nullptr ? std::get_if<VerifyMessage>(&request->request) : nullptr;
  const auto now = message != nullptr ? ParseRfc3339(message->now) : std::nullopt;
  if (!now || !c.live) return now;
  const auto& original = std::get<VerifyMessage>(c.request);
  const auto own = ParseRfc3339(original.now);
  const Target target = SplitTarget(original.request.target);
  const auto date = DecodedValue(ParseQueryString(target.raw_query), "X-Amz-Date");
  const auto signed_at = date ? ParseAmzDate(*date) : std::nullopt;
  return own && signed_at ? std::optional(*now - *own + *signed_at) : now;
}

void BlotSignatureParameters(std::string& line) {
  constexpr std::string_view kName = "x-amz-signature=";
  std::string lower = line;
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  for (std::size_t at = lower.size(); (at = lower.rfind(kName, at)) != std::string::npos;) {
    const std::size_t begin = at + kName.size();
    const std::size_t end = std::min(line.find_first_of("&\" ", begin), line.size());
    line.replace(begin, end - begin, "#");
    if (at == 0) break;
    --at;
  }
}

}  // namespace

std::string PrefixOf(const Challenge& challenge) {
  return "countersign-" + Hex(HkdfSha256(challenge.bytes, "countersign certify 1", "prefix", 4)) +
         "/";
}

std::vector<EndpointKey> KeysWithoutSecrets(const EndpointCredentials& credentials) {
  std::vector<EndpointKey> keys;
  const auto add = [&keys](const char* role, const CredentialMessage& key) {
    keys.push_back({role, key.access_key_id, key.session_token});
  };
  add("primary", credentials.primary);
  if (credentials.second) add("second", *credentials.second);
  if (credentials.inactive) add("inactive", *credentials.inactive);
  if (credentials.temporary) add("temporary", *credentials.temporary);
  return keys;
}

RequestMessage WithoutSecrets(RequestMessage request) {
  if (auto* presign = std::get_if<PresignMessage>(&request)) {
    presign->credentials.secret_access_key = kHiddenText;
  } else {
    for (CredentialMessage& key : std::get<VerifyMessage>(request).credentials) {
      key.secret_access_key = kHiddenText;
    }
  }
  return request;
}

std::string WithoutSignatures(std::string line) {
  constexpr std::string_view kDigits = "0123456789abcdefABCDEF";
  constexpr std::size_t kLongRun = 16;
  BlotSignatureParameters(line);
  for (std::size_t at = 0; (at = line.find_first_of(kDigits, at)) != std::string::npos;) {
    const std::size_t end = std::min(line.find_first_not_of(kDigits, at), line.size());
    if (end - at >= kLongRun) {
      line.replace(at, end - at, "#");
      ++at;
    } else {
      at = end;
    }
  }
  return line;
}

std::variant<EndpointQuestions, std::string> EndpointQuestions::Make(
    const EndpointFacts& facts, const std::optional<EndpointCredentials>& credentials) {
  EndpointConfig config;
  auto url = ParseEndpointUrl(facts.url);
  if (const auto* why = std::get_if<std::string>(&url)) return "/endpoint/url: " + *why;
  config.url = std::get<EndpointUrl>(std::move(url));
  config.bucket = facts.bucket;
  config.addressing =
      facts.addressing == "virtual" ? Addressing::kVirtualHosted : Addressing::kPath;
  config.region = facts.region;
  config.regions = facts.no_region ? EndpointRegions::kNone : EndpointRegions::kKnown;
  config.prefix = facts.prefix;
  EndpointQuestions questions;
  questions.clock_ = facts.settable_clock ? EndpointClock::kSettable : EndpointClock::kAmbient;
  questions.knows_secrets_ = credentials.has_value();
  if (credentials) {
    if (!SameKeys(KeysWithoutSecrets(*credentials), facts.keys)) {
      return std::string("/endpoint/keys: are not those of your --secret-file");
    }
    config.credentials = *credentials;
    questions.configs_.push_back(config);
    return questions;
  }
  for (const std::string_view secret : kStandIns) {
    config.credentials = WithStandIns(facts.keys, secret);
    questions.configs_.push_back(config);
  }
  return questions;
}

std::variant<Case, NotAsked> EndpointQuestions::Adapt(const Case& c,
                                                      const std::string& recorded) const {
  // Dates of a case may lie some years before the present, and must stay in the calendar.
  constexpr Timestamp kEarliestPresent{std::chrono::sys_days(std::chrono::year(2000) / 1 / 1)};
  constexpr Timestamp kLatestPresent{std::chrono::sys_days(std::chrono::year(9000) / 1 / 1)};
  const auto present = PresentOf(c, recorded);
  if (!present || (clock_ == EndpointClock::kAmbient &&
                   (*present < kEarliestPresent || *present > kLatestPresent))) {
    return NotAsked{Verdict::kNotExercised, "its time cannot be read"};
  }
  std::variant<Case, NotAsked> adapted;
  for (const EndpointConfig& config : configs_) {
    adapted = AdaptCase(c, config, clock_, *present);
    if (std::holds_alternative<Case>(adapted)) break;
  }
  return adapted;
}

bool EndpointQuestions::MayBeLeftOut(const Case& c, const std::string& reason,
                                     Timestamp present) const {
  return std::any_of(configs_.begin(), configs_.end(), [&](const EndpointConfig& config) {
    const auto adapted = AdaptCase(c, config, clock_, present);
    const auto* not_asked = std::get_if<NotAsked>(&adapted);
    return not_asked != nullptr && not_asked->reason == reason;
  });
}

}  // namespace countersign
