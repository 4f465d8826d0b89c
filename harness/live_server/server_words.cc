// What may be shown and kept of a live server's answers. LiveServer passes every text through it
// before it leaves this room. (`countersign record`, whose files are published, hides more:
// evidence/redact_answer.cc.)
#include "live_server/server_words.h"

#include <algorithm>
#include <optional>

#include "live_server/folded_text.h"
#include "protocol/base64.h"
#include "sigv4/digest.h"
#include "sigv4/header_name.h"
#include "sigv4/query_string.h"

namespace countersign {
namespace {

constexpr std::string_view kHiddenWord = "[redacted]";
// A text that has so many bytes of a secret in a row holds a part of it.
constexpr std::size_t kPartOfSecret = 12;
constexpr std::size_t kPartOfSignature = 16;
// The most bytes in which a server may write one of a secret, as in "%252541".
constexpr std::size_t kLongestEscape = 8;
// What is kept of a text, in bytes. The canonical request of the longest case is shorter than its
// limit.
constexpr std::size_t kLongestCode = 200;
constexpr std::size_t kLongestShown = 2000;
constexpr std::size_t kLongestStage = std::size_t{16} << 10;

std::vector<CredentialMessage> AllOf(const EndpointCredentials& credentials) {
  std::vector<CredentialMessage> all = {credentials.primary};
  for (const auto* more : {&credentials.second, &credentials.inactive, &credentials.temporary}) {
    if (*more) all.push_back(**more);
  }
  return all;
}

bool IsHexDigit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

// The spellings that are not read like an escape, in letters and digits. Base64 depends on how many
// bytes are in front.
std::vector<std::string> SpellingsOf(const std::string& value) {
  std::vector<std::string> all = {value, Hex(value)};
  for (const std::size_t before : {std::size_t{0}, std::size_t{1}, std::size_t{2}}) {
    std::string base64;
    AppendBase64(std::string(before, ' ') + value, base64);
    // What the neighbours of the value have a part in does not belong to it.
    const std::size_t begin = before == 0 ? 0 : before + 1;
    const std::size_t end = (before + value.size()) * 8 / 6;
    all.push_back(base64.substr(begin, end - std::min(begin, end)));
  }
  for (std::string& spelling : all) spelling = FoldedText(spelling).letters;
  return all;
}

bool HoldsToken(const VerifyMessage& message, const std::string& value) {
  return std::any_of(
      message.credentials.begin(), message.credentials.end(),
      [&value](const CredentialMessage& credential) { return credential.session_token == value; });
}

}  // namespace

ServerWords::ServerWords(const EndpointCredentials& credentials)
    : redactor_(AllOf(credentials), Redactor::Signatures::kHidden) {
  for (const CredentialMessage& one : AllOf(credentials)) AddSecrets(one);
}

void ServerWords::AddSecrets(const CredentialMessage& credentials) {
  for (const std::string& value :
       {credentials.secret_access_key, credentials.session_token.value_or("")}) {
    Secret secret{value, {}};
    longest_spelling_ = std::max(longest_spelling_, kLongestEscape * value.size());
    for (const std::string& spelling : SpellingsOf(value)) {
      for (std::size_t at = 0; at + kPartOfSecret <= spelling.size(); ++at) {
        secret.parts.insert(spelling.substr(at, kPartOfSecret));
      }
    }
    if (!secret.parts.empty()) secrets_.push_back(std::move(secret));
  }
}

void ServerWords::Note(std::string_view target) {
  for (const QueryParameter& parameter :
       ParseQueryString(SplitTarget(target).raw_query).parameters) {
    if (LowerCase(DecodedName(parameter)) != "x-amz-signature") continue;
    const std::string digits = LowerCase(parameter.raw_value);
    if (digits.size() < kPartOfSignature ||
        !std::all_of(digits.begin(), digits.end(), IsHexDigit)) {
      continue;
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const std::string& spelling : SpellingsOf(digits)) {
      signatures_[spelling.substr(0, kPartOfSignature)] = spelling.size();
    }
  }
}

// How many letters at this place belong to a secret or a signature; 0 if none do.
std::size_t ServerWords::HiddenLength(const std::string& letters, std::size_t at,
                                      const std::vector<const Secret*>& secrets) const {
  for (const Secret* secret : secrets) {
    std::size_t end = at;
    while (end + kPartOfSecret <= letters.size() &&
           secret->parts.contains(letters.substr(end, kPartOfSecret))) {
      ++end;
    }
    if (end > at) return end - at + kPartOfSecret - 1;
  }
  const auto signature = signatures_.find(letters.substr(at, kPartOfSignature));
  return signature == signatures_.end() ? 0 : std::min(signature->second, letters.size() - at);
}

std::string ServerWords::HideParts(std::string_view text, const std::vector<const Secret*>& secrets,
                                   std::size_t& position) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const FoldedText folded(text);
  std::string out;
  std::optional<std::size_t> moved;
  std::size_t from = 0;  // what is before is written
  for (std::size_t at = 0; at < folded.letters.size();) {
    const std::size_t hidden = HiddenLength(folded.letters, at, secrets);
    if (hidden == 0) {
      ++at;
      continue;
    }
    const std::size_t begin = folded.places[at].begin;
    std::size_t end = folded.places[at + hidden - 1].end;
    end = std::min(text.find_first_not_of('=', end), text.size());  // padding of base64
    if (!moved && position < begin) moved = out.size() + position - from;
    out.append(text.substr(from, begin - from));
    if (!moved && position < end) moved = out.size();
    out += kHiddenWord;
    from = end;
    at += hidden;
  }
  if (!moved && position < text.size()) moved = out.size() + position - from;
  out.append(text.substr(from));
  position = moved.value_or(out.size());
  return out;
}

// The beginning is redacted together with what follows it, so that a secret in the middle of which
// it ends is recognized.
std::string ServerWords::Cut(const std::string& text, std::size_t longest) const {
  std::vector<const Secret*> all;
  for (const Secret& secret : secrets_) all.push_back(&secret);
  std::size_t position = std::min(text.size(), longest);
  std::string out =
      HideParts(std::string_view(text).substr(0, longest + longest_spelling_), all, position);
  out = redactor_.Apply(std::move(out), &position);
  if (text.size() <= longest) return out;
  return out.substr(0, position) + "… (" + std::to_string(text.size()) + " bytes, SHA-256 " +
         Hex(Sha256(text)) + ")";
}

std::string ServerWords::Shown(const std::string& text) const { return Cut(text, kLongestShown); }

// A canonical request never contains a secret access key, a signature or the token of another key.
void ServerWords::CleanStage(const VerifyMessage& message, std::string& text) const {
  std::vector<const Secret*> foreign;
  for (const Secret& secret : secrets_) {
    if (!HoldsToken(message, secret.value)) foreign.push_back(&secret);
  }
  std::size_t position = 0;
  if (text.size() > kLongestStage || HideParts(text, foreign, position) != text) text = Shown(text);
}

void ServerWords::Clean(const VerifyMessage& message, Answer& answer) const {
  if (auto* reject = std::get_if<RejectAnswer>(&answer)) {
    if (reject->code) reject->code = Cut(*reject->code, kLongestCode);
    if (reject->message) reject->message = Shown(*reject->message);
    for (auto* stage : {&reject->canonical_request, &reject->string_to_sign}) {
      if (*stage) CleanStage(message, **stage);
    }
  }
  if (auto* skip = std::get_if<SkipAnswer>(&answer)) {
    if (skip->issue) skip->issue = Shown(*skip->issue);
  }
  if (auto* fault = std::get_if<FaultAnswer>(&answer)) fault->message = Shown(fault->message);
}

}  // namespace countersign
