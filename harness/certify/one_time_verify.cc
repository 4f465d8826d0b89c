// A verify case, adapted to a server that is made up: the case's own host, with keys, a bucket and
// a folder that follow from the challenge.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <utility>

#include "certify/one_time.h"
#include "judge/derive.h"
#include "live_server/adapt_case.h"
#include "live_server/same_edit.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"

namespace countersign {
namespace {

using std::chrono::sys_days;

constexpr Timestamp kEarliest{sys_days(std::chrono::year(2016) / 1 / 1)};
constexpr std::size_t kSecondsOfTwentyYears = std::size_t{20} * 365 * 86400;
constexpr std::size_t kPrefixLetters = 7;

std::string HostOf(const VerifyMessage& message) {
  const NameValue* header = FindHeader(message.request.headers, "host");
  return header == nullptr ? "" : LowerCase(header->second);
}

// The server's name that a Host header stands for, the bucket before it left out.
void ReadHost(const VerifyMessage& message, EndpointConfig& config) {
  std::string host = HostOf(message);
  const std::size_t colon = host.find(':');
  config.url.scheme = message.request.scheme;
  const std::uint16_t standard = config.url.scheme == "https" ? 443 : 80;
  config.url.port = standard;
  if (colon != std::string::npos) {
    const int port = std::atoi(host.c_str() + colon + 1);
    if (port > 0 && port < 65536) config.url.port = static_cast<std::uint16_t>(port);
    host.resize(colon);
  }
  const std::string label = message.bucket->name + ".";
  if (host.starts_with(label)) {
    config.addressing = Addressing::kVirtualHosted;
    host.erase(0, label.size());
  }
  config.url.host = host;
}

std::string CredentialOf(const VerifyMessage& message) {
  const Target target = SplitTarget(message.request.target);
  return DecodedValue(ParseQueryString(target.raw_query), "X-Amz-Credential").value_or("");
}

// The index of the key that the URL names, which AdaptCase takes for the first; 0 if it names none.
std::size_t NamedKey(const VerifyMessage& message) {
  const std::string credential = CredentialOf(message);
  std::size_t named = 0;
  for (std::size_t i = 0; i < message.credentials.size(); ++i) {
    if (credential.starts_with(message.credentials[i].access_key_id + "/")) named = i;
  }
  return named;
}

// The new keys, each in the place that AdaptCase looks for it.
std::optional<EndpointCredentials> NewKeys(const VerifyMessage& message,
                                           const Challenge& challenge) {
  EndpointCredentials keys;
  keys.primary.access_key_id = "AKIAIOSFODNN7EXAMPLE";
  keys.primary.secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  keys.primary = NewCredential(keys.primary, challenge);
  bool has_primary = false;
  const auto put = [](std::optional<CredentialMessage>& place, CredentialMessage key) {
    const bool is_free = !place;
    place = std::move(key);
    return is_free;
  };
  const std::size_t count = message.credentials.size();
  const std::size_t named = NamedKey(message);
  for (std::size_t i = 0; i < count; ++i) {
    const CredentialMessage& key = message.credentials[(i + named) % count];
    CredentialMessage made = NewCredential(key, challenge);
    bool is_free = true;
    if (key.session_token) {
      is_free = put(keys.temporary, std::move(made));
    } else if (key.status == "inactive") {
      is_free = put(keys.inactive, std::move(made));
    } else if (!std::exchange(has_primary, true)) {
      keys.primary = std::move(made);
    } else {
      is_free = put(keys.second, std::move(made));
    }
    if (!is_free) return std::nullopt;
  }
  return keys;
}

// Each text of the message that is a policy.
void EachPolicy(VerifyMessage& message, const std::function<void(std::string&)>& change) {
  const auto one = [&change](std::optional<std::string>& policy) {
    if (policy) change(*policy);
  };
  one(message.request.endpoint_policy);
  for (CredentialMessage& key : message.credentials) {
    one(key.policy);
    for (std::string& policy : key.service_control_policies) change(policy);
  }
  if (!message.bucket) return;
  one(message.bucket->policy);
  for (std::string& policy : message.bucket->resource_control_policies) change(policy);
  if (message.bucket->access_point) one(message.bucket->access_point->policy);
}

void ReplaceEach(std::string& text, const std::string& from, const std::string& to) {
  if (from.empty()) return;
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

std::optional<std::string> MovedBy(const std::optional<std::string>& time,
                                   std::chrono::seconds shift) {
  const auto parsed = time ? ParseRfc3339(*time) : std::nullopt;
  return parsed ? FormatRfc3339(*parsed + shift) : time;
}

// What AdaptCase leaves to a live server: its names, when its keys end, and its policies.
void FinishAdapted(const VerifyMessage& original, const EndpointConfig& config,
                   const Challenge& challenge, VerifyMessage& made) {
  made.server.hosts = original.server.hosts;
  made.transfer = original.transfer;
  const auto before = ParseRfc3339(original.now);
  const auto after = ParseRfc3339(made.now);
  // AdaptCase puts the key first that the URL names.
  made.credentials = original.credentials;
  for (CredentialMessage& key : made.credentials) {
    key = NewCredential(key, challenge);
    if (!before || !after) continue;
    key.expires_at = MovedBy(key.expires_at, *after - *before);
    key.issued_at = MovedBy(key.issued_at, *after - *before);
  }
  const std::string& bucket = original.bucket->name;
  EachPolicy(made, [&](std::string& policy) {
    ReplaceEach(policy, bucket + "/", config.bucket + "/" + config.prefix);
    ReplaceEach(policy, bucket, config.bucket);
  });
}

// Whether a policy of the case compares times: then the case is about its own date.
bool HasPolicyAboutTime(VerifyMessage message) {
  bool found = false;
  EachPolicy(message, [&found](std::string& policy) {
    found = found || policy.find("Date") != policy.npos || policy.find("Time") != policy.npos;
  });
  return found;
}

// The values of the signature in a target, decoded names and raw values.
std::vector<std::string> SignaturesIn(std::string_view target) {
  std::vector<std::string> found;
  for (const QueryParameter& one : ParseQueryString(SplitTarget(target).raw_query).parameters) {
    if (LowerCase(UriDecode(one.raw_name, Plus::kSpace)) != "x-amz-signature") continue;
    found.emplace_back(one.raw_value);
  }
  return found;
}

// Whether a signature stayed although keys changed: then it is no more what the case is about.
bool KeepsASignature(const VerifyMessage& before, const VerifyMessage& after) {
  constexpr std::size_t kShortestSignature = 64;
  const std::vector<std::string> kept = SignaturesIn(after.request.target);
  for (const std::string& one : SignaturesIn(before.request.target)) {
    const bool is_filler = one.find_first_not_of(one.substr(0, 1)) == one.npos;
    if (one.size() < kShortestSignature || is_filler) continue;
    if (std::find(kept.begin(), kept.end(), one) != kept.end()) return true;
  }
  return false;
}

// Whether a header, the host and the source of a copy aside, names the bucket.
bool NamesBucketInHeader(const VerifyMessage& message) {
  for (const auto& [name, value] : message.request.headers) {
    if (SameHeaderName(name, "host") || SameHeaderName(name, "x-amz-copy-source")) continue;
    if (value.find(message.bucket->name) != value.npos) return true;
  }
  return false;
}

std::optional<Case> Adapted(const Case& c, const Challenge& challenge, Replaced replaced) {
  const auto& message = std::get<VerifyMessage>(c.request);
  if (!message.bucket || message.bucket->access_point || IsAboutItsKeys(c) ||
      NamesBucketInHeader(message)) {
    return std::nullopt;
  }
  EndpointConfig config;
  ReadHost(message, config);
  auto keys = NewKeys(message, challenge);
  if (!keys) return std::nullopt;
  config.credentials = *std::move(keys);
  config.bucket = NewBucketName(message.bucket->name, challenge);
  config.region = message.bucket->region;
  if (message.server.region != config.region) config.endpoint_region = message.server.region;
  OneTimeBytes bytes(challenge, c.id);
  const Timestamp present = kEarliest + std::chrono::seconds(bytes.Below(kSecondsOfTwentyYears));
  const bool names = replaced == Replaced::kEverything || replaced == Replaced::kAllButDates;
  if (names) config.prefix = bytes.Letters(kPrefixLetters) + "/";
  const bool dates = replaced == Replaced::kEverything || replaced == Replaced::kAllButNames;
  if (dates && HasPolicyAboutTime(message)) return std::nullopt;
  auto adapted =
      AdaptCase(c, config, dates ? EndpointClock::kAmbient : EndpointClock::kSettable, present);
  if (std::holds_alternative<NotAsked>(adapted)) return std::nullopt;
  Case made = std::get<Case>(std::move(adapted));
  FinishAdapted(message, config, challenge, std::get<VerifyMessage>(made.request));
  if (KeepsASignature(message, std::get<VerifyMessage>(made.request))) return std::nullopt;
  return made;
}

// KeyReplacement replaces the keys of a case that no live server could be asked, text by text.
class KeyReplacement {
 public:
  KeyReplacement(const Case& c, const Challenge& challenge) : case_(c), made_(c) {
    auto& message = std::get<VerifyMessage>(made_.request);
    for (CredentialMessage& key : message.credentials) {
      CredentialMessage made = NewCredential(key, challenge);
      keys_.emplace_back(key, made);
      key = std::move(made);
    }
  }

  std::optional<Case> Run() {
    auto& message = std::get<VerifyMessage>(made_.request);
    ReplaceIn(message.request.target);
    for (auto& header : message.request.headers) ReplaceIn(header.second);
    if (!KnowsTheSameIds() || IsAboutItsKeys(case_)) return std::nullopt;
    if (made_.signed_as && !ReplaceInSigned(*made_.signed_as)) return std::nullopt;
    if (!SignAgain(message.request.target)) return std::nullopt;
    if (case_.stages) made_.stages = DeriveStages(made_);
    return std::move(made_);
  }

 private:
  static constexpr std::size_t kShortestText = 8;  // a shorter one may stand for something else

  // Whether the URL names one of the case's keys as it is: an id that was changed on purpose would
  // be of no key at all.
  bool KnowsTheSameIds() const {
    const std::string credential = CredentialOf(std::get<VerifyMessage>(case_.request));
    return credential.empty() ||
           std::any_of(keys_.begin(), keys_.end(), [&credential](const auto& key) {
             return credential.starts_with(key.first.access_key_id + "/") &&
                    key.first.access_key_id.size() >= kShortestText &&
                    key.first.access_key_id.find(' ') == std::string::npos;
           });
  }

  void ReplaceIn(std::string& text) const {
    for (const auto& [before, after] : keys_) {
      if (before.access_key_id.size() >= kShortestText) {
        ReplaceEach(text, before.access_key_id, after.access_key_id);
        ReplaceEach(text, UriEncode(before.access_key_id, Slash::kEncode),
                    UriEncode(after.access_key_id, Slash::kEncode));
      }
      const std::string token = before.session_token.value_or("");
      if (token.size() < kShortestText) continue;
      ReplaceEach(text, token, *after.session_token);
      ReplaceEach(text, UriEncode(token, Slash::kEncode),
                  UriEncode(*after.session_token, Slash::kEncode));
    }
  }

  bool ReplaceInSigned(Signed& as) const {
    if (as.target) ReplaceIn(*as.target);
    if (as.headers) {
      for (auto& header : *as.headers) ReplaceIn(header.second);
    }
    if (!as.secret_access_key) return true;
    for (const auto& [before, after] : keys_) {
      auto secret =
          ApplySameEdit(before.secret_access_key, *as.secret_access_key, after.secret_access_key);
      if (!secret) continue;
      as.secret_access_key = std::move(secret);
      return true;
    }
    return false;
  }

  // Puts the new signature where the old one stands. It returns false if the case has a signature
  // of another signer, which cannot be made again.
  bool SignAgain(std::string& target) const {
    const std::string before = DeriveSignature(case_);
    const std::string after = DeriveSignature(made_);
    const std::size_t query = target.find('?');
    if (query == std::string::npos) return true;
    for (std::size_t begin = query + 1; begin < target.size();) {
      const std::size_t end = std::min(target.find('&', begin), target.size());
      const std::string piece = target.substr(begin, end - begin);
      const std::size_t equals = piece.find('=');
      std::string made = piece;
      if (equals != std::string::npos &&
          LowerCase(UriDecode(piece.substr(0, equals), Plus::kSpace)) == "x-amz-signature") {
        const auto value = NewSignature(before, piece.substr(equals + 1), after);
        if (!value) return false;
        made = piece.substr(0, equals + 1) + *value;
      }
      target.replace(begin, end - begin, made);
      begin += made.size() + 1;
    }
    return true;
  }

  std::optional<std::string> NewSignature(const std::string& before, const std::string& value,
                                          const std::string& after) const {
    constexpr std::size_t kLongestOddity = 63;  // what is shorter is no signature
    if (before.empty() != after.empty()) return std::nullopt;
    if (!before.empty()) {
      if (auto made = ApplySameEdit(before, value, after)) return made;
    }
    if (value.size() <= kLongestOddity) return value;
    // SigV4A has many right signatures; the case may have another than the one that is computed.
    if (CarriesRightSignature(case_)) return after;
    return std::nullopt;
  }

  const Case& case_;
  Case made_;
  std::vector<std::pair<CredentialMessage, CredentialMessage>> keys_;
};

}  // namespace

std::optional<Case> NewVerify(const Case& c, const Challenge& challenge, Replaced replaced) {
  if (replaced != Replaced::kKeys) return Adapted(c, challenge, replaced);
  return KeyReplacement(c, challenge).Run();
}

}  // namespace countersign
