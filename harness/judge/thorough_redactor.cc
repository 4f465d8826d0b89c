// What may be shown of a text that quotes a request with real keys. ServerWords passes a live
// server's answers through it, EvidenceRedactor what is published of them, and RedactExplanation
// everything that `countersign explain` says.
#include "judge/thorough_redactor.h"

#include <algorithm>
#include <optional>

#include "judge/folded_text.h"
#include "protocol/base64.h"
#include "sigv4/digest.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

constexpr std::string_view kHiddenWord = "[redacted]";
// A text that has so many letters and digits of a secret in a row holds a part of it.
constexpr std::size_t kPartOfSecret = 12;
constexpr std::size_t kPartOfSignature = 16;
// A shorter secret may be an ordinary word: it is only replaced as it is (Redactor).
constexpr std::size_t kShortestFolded = 8;
// The most bytes in which a server may write one of a secret, as in "%252541".
constexpr std::size_t kLongestEscape = 8;

void AddBase64(const std::string& value, std::vector<std::string>& all) {
  // Base64 depends on how many bytes are in front.
  for (const std::size_t before : {std::size_t{0}, std::size_t{1}, std::size_t{2}}) {
    std::string base64;
    AppendBase64(std::string(before, ' ') + value, base64);
    // The first character that holds bits of the value may hold some of what is in front.
    all.push_back(base64.substr(before == 0 ? 0 : before + 1));
  }
}

// The spellings that are not read like an escape, in letters and digits. The value comes first.
std::vector<std::string> SpellingsOf(const std::string& value) {
  std::vector<std::string> all = {value, Hex(value)};
  AddBase64(value, all);
  const std::string encoded = UriEncode(value, Slash::kEncode);
  if (encoded != value) AddBase64(encoded, all);
  for (std::string& spelling : all) spelling = FoldedText(spelling).letters;
  return all;
}

std::optional<std::size_t> Moved(std::optional<std::size_t> moved, std::size_t position,
                                 std::size_t begin, std::size_t from, std::size_t written) {
  return moved || position >= begin ? moved : written + position - from;
}

}  // namespace

ThoroughRedactor::ThoroughRedactor(const std::vector<CredentialMessage>& keys,
                                   Redactor::Signatures signatures)
    : redactor_(keys, signatures) {
  for (const CredentialMessage& key : keys) {
    AddSecret(key.secret_access_key);
    if (key.session_token) AddSecret(*key.session_token);
  }
}

void ThoroughRedactor::AddSecret(const std::string& value) {
  Secret secret{value, {}, {}};
  longest_spelling_ = std::max(longest_spelling_, kLongestEscape * value.size());
  const std::vector<std::string> spellings = SpellingsOf(value);
  const std::string& plain = spellings.front();
  if (plain.size() < kShortestFolded) return;
  if (plain.size() < kPartOfSecret) secret.whole = plain;
  for (const std::string& spelling : spellings) {
    for (std::size_t at = 0; at + kPartOfSecret <= spelling.size(); ++at) {
      secret.parts.insert(spelling.substr(at, kPartOfSecret));
    }
  }
  secrets_.push_back(std::move(secret));
}

void ThoroughRedactor::AddSignature(const std::string& digits) {
  for (const std::string& spelling : SpellingsOf(digits)) {
    if (spelling.size() < kPartOfSignature) continue;
    signatures_[spelling.substr(0, kPartOfSignature)] = spelling.size();
  }
}

// How many letters at this place belong to the secret; 0 if none do.
std::size_t ThoroughRedactor::HiddenLength(const std::string& letters, std::size_t at,
                                           const Secret& secret) {
  std::size_t end = at;
  while (end + kPartOfSecret <= letters.size() &&
         secret.parts.contains(letters.substr(end, kPartOfSecret))) {
    ++end;
  }
  if (end > at) return end - at + kPartOfSecret - 1;
  const bool whole =
      !secret.whole.empty() && letters.compare(at, secret.whole.size(), secret.whole) == 0;
  return whole ? secret.whole.size() : 0;
}

// The same of a secret or a signature.
std::size_t ThoroughRedactor::HiddenLength(const std::string& letters, std::size_t at) const {
  for (const Secret& secret : secrets_) {
    if (const std::size_t length = HiddenLength(letters, at, secret); length > 0) return length;
  }
  const auto signature = signatures_.find(letters.substr(at, kPartOfSignature));
  return signature == signatures_.end() ? 0 : std::min(signature->second, letters.size() - at);
}

std::string ThoroughRedactor::Apply(std::string text, std::size_t* position) const {
  const FoldedText folded(text);
  std::string out;
  std::optional<std::size_t> moved;
  const std::size_t marked = position == nullptr ? text.size() : *position;
  std::size_t from = 0;  // what is before is written
  for (std::size_t at = 0; at < folded.letters.size();) {
    const std::size_t hidden = HiddenLength(folded.letters, at);
    if (hidden == 0) {
      ++at;
      continue;
    }
    const std::size_t begin = folded.places[at].begin;
    std::size_t end = folded.places[at + hidden - 1].end;
    end = std::min(text.find_first_not_of('=', end), text.size());  // padding of base64
    moved = Moved(moved, marked, begin, from, out.size());
    out.append(text, from, begin - from);
    if (!moved && marked < end) moved = out.size();
    out += kHiddenWord;
    from = end;
    at += hidden;
  }
  moved = Moved(moved, marked, text.size(), from, out.size());
  out.append(text, from);
  if (position != nullptr) *position = moved.value_or(out.size());
  return redactor_.Apply(std::move(out), position);
}

bool ThoroughRedactor::HoldsOther(std::string_view text,
                                  const std::vector<std::string>& allowed) const {
  const FoldedText folded(text);
  const auto holds = [&folded](const Secret& secret) {
    for (std::size_t at = 0; at < folded.letters.size(); ++at) {
      if (HiddenLength(folded.letters, at, secret) > 0) return true;
    }
    return false;
  };
  for (const Secret& secret : secrets_) {
    const bool other = std::find(allowed.begin(), allowed.end(), secret.value) == allowed.end();
    if (other && holds(secret)) return true;
  }
  for (std::size_t at = 0; at < folded.letters.size(); ++at) {
    if (signatures_.contains(folded.letters.substr(at, kPartOfSignature))) return true;
  }
  return false;
}

}  // namespace countersign
