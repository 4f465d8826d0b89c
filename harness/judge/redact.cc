#include "judge/redact.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <variant>

#include "judge/each_text.h"
#include "protocol/codec.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

constexpr std::string_view kRedacted = "[redacted]";
constexpr std::string_view kEndsValue = "& \t\r\n\"'<>\\,;)}";

void Replace(std::string& text, std::size_t at, std::size_t length, std::size_t* position) {
  text.replace(at, length, kRedacted);
  if (position == nullptr || *position < at) return;
  *position = *position < at + length ? at : *position - length + kRedacted.size();
}

// The spellings in which a secret may stand in a URL, a canonical request or a log.
void AddSpellings(const std::string& secret, std::vector<std::string>& secrets) {
  if (secret.empty()) return;
  const std::string encoded = UriEncode(secret, Slash::kEncode);
  std::string json;
  AppendJsonString(secret, json);
  if (json.size() > 2 && json.front() == '"') json = json.substr(1, json.size() - 2);
  for (const std::string& spelling : {secret, encoded, UriEncode(secret, Slash::kKeep),
                                      UriEncode(encoded, Slash::kEncode), json}) {
    secrets.push_back(spelling);
  }
}

// Secrets are those of some cases or credentials, each once.
struct Secrets {
  std::set<std::string> keys;
  std::set<std::string> tokens;
};

void AddSecrets(const CredentialMessage& credentials, Secrets& secrets) {
  secrets.keys.insert(credentials.secret_access_key);
  if (credentials.session_token) secrets.tokens.insert(*credentials.session_token);
}

void AddSecrets(const Case& c, Secrets& secrets) {
  if (const auto* presign = std::get_if<PresignMessage>(&c.request)) {
    AddSecrets(presign->credentials, secrets);
  } else {
    for (const CredentialMessage& one : std::get<VerifyMessage>(c.request).credentials) {
      AddSecrets(one, secrets);
    }
  }
  if (c.signed_as && c.signed_as->secret_access_key) {
    secrets.keys.insert(*c.signed_as->secret_access_key);
  }
}

// Fill stores all spellings, the longest first.
void Fill(const Secrets& secrets, std::vector<std::string>& all, std::vector<std::string>& keys) {
  std::vector<std::string> tokens;
  for (const std::string& key : secrets.keys) AddSpellings(key, keys);
  for (const std::string& token : secrets.tokens) AddSpellings(token, tokens);
  std::erase_if(keys, [&tokens](const std::string& one) {
    return std::find(tokens.begin(), tokens.end(), one) != tokens.end();
  });
  all = keys;
  all.insert(all.end(), tokens.begin(), tokens.end());
  std::sort(all.begin(), all.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  all.erase(std::unique(all.begin(), all.end()), all.end());
}

constexpr std::string_view kTokenNamesInText[] = {"x-amz-security-token", "x-amz-s3session-token"};
constexpr std::string_view kSignatureNamesInText[] = {"x-amz-signature"};

// The value after `X-Amz-Security-Token=` or `x-amz-security-token:`, which may be a token that the
// case does not know.
void RedactValues(std::string& text, std::span<const std::string_view> names,
                  std::size_t* position) {
  const auto same = [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + ('a' - 'A')) : a) == b;
  };
  for (const std::string_view name : names) {
    std::size_t from = 0;
    while (true) {
      const auto found = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(),
                                     name.begin(), name.end(), same);
      if (found == text.end()) break;
      from = static_cast<std::size_t>(found - text.begin()) + name.size();
      if (from >= text.size() || (text[from] != '=' && text[from] != ':')) continue;
      ++from;
      if (text[from - 1] == ':' && from < text.size() && text[from] == ' ') ++from;
      const std::size_t end = std::min(text.find_first_of(kEndsValue, from), text.size());
      if (end == from || std::string_view(text).substr(from, kRedacted.size()) == kRedacted)
        continue;
      Replace(text, from, end - from, position);
      from += kRedacted.size();
    }
  }
}

// RedactTexts redacts the texts of an answer in place.
class RedactTexts {
 public:
  explicit RedactTexts(const Redactor& redactor) : redactor_(redactor) {}

  void operator()(OkAnswer& answer) const {
    Text(answer.url);
    if (answer.headers) {
      for (NameValue& pair : *answer.headers) {
        Text(pair.first);
        Text(pair.second);
      }
    }
    Text(answer.principal);
    Text(answer.canonical_request);
    Text(answer.string_to_sign);
  }
  void operator()(RejectAnswer& answer) const {
    Text(answer.rejection_class);
    Text(answer.code);
    Text(answer.message);
    Text(answer.canonical_request);
    Text(answer.string_to_sign);
  }
  void operator()(SkipAnswer& answer) const {
    Text(answer.feature);
    Text(answer.issue);
  }
  void operator()(FaultAnswer& answer) const { Text(answer.message); }
  void operator()(Answer& answer) const { std::visit(*this, answer); }
  void operator()(AdapterBroke& broke) const {
    Text(broke.reason);
    Text(broke.stderr_tail);
  }
  void operator()(NotAsked&) const {}  // our own sentence

  void Text(std::string& text) const { text = redactor_.Apply(std::move(text)); }
  void Text(std::optional<std::string>& text) const {
    if (text) Text(*text);
  }

 private:
  const Redactor& redactor_;
};

}  // namespace

Redactor::Redactor(const Case& c) {
  Secrets secrets;
  AddSecrets(c, secrets);
  Fill(secrets, secrets_, keys_);
}

Redactor::Redactor(const std::vector<const Case*>& cases) {
  // A shorter one, such as "x", is a part of ordinary words.
  constexpr std::size_t kShortestSecret = 4;
  Secrets secrets;
  for (const Case* c : cases) AddSecrets(*c, secrets);
  for (auto* values : {&secrets.keys, &secrets.tokens}) {
    std::erase_if(*values, [](const std::string& one) { return one.size() < kShortestSecret; });
  }
  Fill(secrets, secrets_, keys_);
}

Redactor::Redactor(const std::vector<CredentialMessage>& credentials, Signatures signatures)
    : signatures_(signatures) {
  Secrets secrets;
  for (const CredentialMessage& one : credentials) AddSecrets(one, secrets);
  Fill(secrets, secrets_, keys_);
}

Redactor Redactor::ForSentencesAbout(const Observation& answer) const {
  Redactor redactor = *this;
  for (const std::string& key : keys_) {
    bool said = false;
    if (!std::holds_alternative<NotAsked>(answer)) {
      const auto look = [&said, &key](const std::string& text) {
        said = said || text.find(key) != std::string::npos;
      };
      std::visit(EachText{look}, answer);
    }
    if (!said) std::erase(redactor.secrets_, key);
  }
  return redactor;
}

std::string Redactor::Apply(std::string text, std::size_t* position) const {
  for (const std::string& secret : secrets_) {
    std::size_t at = 0;
    while ((at = text.find(secret, at)) != std::string::npos) {
      Replace(text, at, secret.size(), position);
      at += kRedacted.size();
    }
  }
  RedactValues(text, kTokenNamesInText, position);
  if (signatures_ == Signatures::kHidden) RedactValues(text, kSignatureNamesInText, position);
  return text;
}

void RedactResult(const Redactor& redactor, CaseResult& result) {
  const RedactTexts redact(redactor);
  if (result.observed) {
    const Redactor sentence = redactor.ForSentencesAbout(*result.observed);
    result.explanation = sentence.Apply(std::move(result.explanation));
    if (auto* not_asked = std::get_if<NotAsked>(&*result.observed)) {
      not_asked->reason = sentence.Apply(std::move(not_asked->reason));
    }
  } else {
    redact.Text(result.explanation);
  }
  redact.Text(result.stderr_tail);
  if (result.expected) redact.Text(result.expected->url);
  if (result.observed) std::visit(redact, *result.observed);
  if (!result.difference) return;
  StageDifference& difference = *result.difference;
  std::size_t in_expected = difference.offset;
  std::size_t in_observed = difference.offset;
  difference.expected = redactor.Apply(std::move(difference.expected), &in_expected);
  difference.observed = redactor.Apply(std::move(difference.observed), &in_observed);
  difference.offset = std::min(in_expected, in_observed);
}

}  // namespace countersign
