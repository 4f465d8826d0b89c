// The part of AdaptCase that deals with keys. Some cases change the key, the secret or the token on
// purpose; the same change is then made to the server's.
#include "live_server/adapt_keys.h"

#include <algorithm>
#include <optional>

#include "live_server/same_edit.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"
#include "sigv4/timestamp.h"

namespace countersign {
namespace {

std::string FormDecoded(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), '+', ' ');
  return out;
}

bool IsPlainId(std::string_view id) {
  return std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// Why no server can be expected to have a key like this one of a case; nullopt if it can.
std::optional<CannotAsk> WhyOdd(const CredentialMessage& key, std::string_view now) {
  if (!IsPlainId(key.access_key_id)) {
    return CannotAsk::kOddKeyId;
  }
  if (key.secret_access_key.find_first_of(" \n\r\t") != std::string::npos) {
    return CannotAsk::kOddSecret;
  }
  if (key.expires_at) {
    const auto end = ParseRfc3339(*key.expires_at);
    const auto use = ParseRfc3339(now);
    if (end && use && *use + std::chrono::seconds(10) >= *end) {
      return CannotAsk::kTokenThatEndsNow;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<CannotAsk> KeyMap::Read(const Case& c, const EndpointCredentials& live) {
  const auto& message = std::get<VerifyMessage>(c.request);
  const Target target = SplitTarget(message.request.target);
  const std::string credential =
      DecodedValue(ParseQueryString(target.raw_query), "X-Amz-Credential").value_or("");
  for (std::size_t i = 0; i < message.credentials.size(); ++i) {
    if (credential.starts_with(message.credentials[i].access_key_id + "/")) named_ = i;
  }
  taken_.push_back(live.primary.access_key_id);
  for (const auto* key : {&live.second, &live.inactive, &live.temporary}) {
    if (*key) taken_.push_back((*key)->access_key_id);
  }
  bool primary_taken = false;
  bool temporary_taken = false;
  // The key that the URL names comes first, so that it gets the primary one.
  for (std::size_t i = 0; i < message.credentials.size(); ++i) {
    const std::size_t at = (i + named_) % message.credentials.size();
    const CredentialMessage& key = message.credentials[at];
    if (auto why = WhyOdd(key, message.now)) return why;
    const std::optional<CredentialMessage> permanent =
        live.primary.session_token ? std::nullopt : std::optional(live.primary);
    const std::optional<CredentialMessage>* found = &permanent;
    CannotAsk without = CannotAsk::kNoPermanentKey;
    if (key.session_token) {
      found = &live.temporary;
      without = CannotAsk::kNoTemporaryKey;
      if (std::exchange(temporary_taken, true)) return CannotAsk::kSecondTemporaryKey;
    } else if (key.status == "inactive") {
      found = &live.inactive;
      without = CannotAsk::kNoInactiveKey;
    } else if (std::exchange(primary_taken, true)) {
      found = &live.second;
      without = CannotAsk::kNoSecondKey;
    }
    if (!*found) return without;
    CredentialMessage mapped = **found;
    mapped.kind = key.kind;
    keys_.emplace_back(key, std::move(mapped));
  }
  named_ = 0;
  return std::nullopt;
}

std::vector<CredentialMessage> KeyMap::Live() const {
  std::vector<CredentialMessage> live;
  for (const auto& key : keys_) live.push_back(key.second);
  return live;
}

bool KeyMap::KnowsId(std::string_view id) const {
  return std::any_of(keys_.begin(), keys_.end(),
                     [id](const auto& key) { return key.first.access_key_id == id; });
}

bool KeyMap::IsTaken(std::string_view id) const {
  return !KnowsId(id) && std::find(taken_.begin(), taken_.end(), Id(id)) != taken_.end();
}

std::string KeyMap::Id(std::string_view id) const {
  for (const auto& [key, live] : keys_) {
    if (key.access_key_id == id) return live.access_key_id;
  }
  if (keys_.empty() || id.empty()) return std::string(id);
  const auto& [key, live] = keys_[named_];
  return ApplySameEdit(key.access_key_id, id, live.access_key_id).value_or(std::string(id));
}

std::string KeyMap::Token(std::string_view token) const {
  for (const auto& [key, live] : keys_) {
    if (!key.session_token || !live.session_token || token.empty()) continue;
    const auto made = ApplySameEdit(*key.session_token, token, *live.session_token);
    if (made) return *made;
  }
  return std::string(token);
}

std::optional<std::string> KeyMap::Secret(std::string_view secret) const {
  for (const auto& [key, live] : keys_) {
    if (key.secret_access_key == secret) return live.secret_access_key;
  }
  if (keys_.empty()) return std::string(secret);
  const std::string& own = keys_[named_].first.secret_access_key;
  const std::string& live = keys_[named_].second.secret_access_key;
  std::optional<std::string> made;
  if (secret == UriEncode(own, Slash::kEncode)) {
    made = UriEncode(live, Slash::kEncode);
  } else if (secret == FormDecoded(own)) {
    made = FormDecoded(live);
  } else {
    made = ApplySameEdit(own, secret, live).value_or(std::string(secret));
  }
  if (made == live) return std::nullopt;
  return made;
}

}  // namespace countersign
