#include "judge/redact.h"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <variant>

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

void AddSecrets(const CredentialMessage& credentials, std::set<std::string>& secrets) {
  secrets.insert(credentials.secret_access_key);
  if (credentials.session_token) secrets.insert(*credentials.session_token);
}

std::set<std::string> SecretsOf(const Case& c) {
  std::set<std::string> secrets;
  if (const auto* presign = std::get_if<PresignMessage>(&c.request)) {
    AddSecrets(presign->credentials, secrets);
  } else {
    for (const CredentialMessage& one : std::get<VerifyMessage>(c.request).credentials) {
      AddSecrets(one, secrets);
    }
  }
  if (c.signed_as && c.signed_as->secret_access_key) {
    secrets.insert(*c.signed_as->secret_access_key);
  }
  return secrets;
}

constexpr std::string_view kTokenNames[] = {"x-amz-security-token", "x-amz-s3session-token"};
constexpr std::string_view kSignatureNames[] = {"x-amz-signature"};

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
  void operator()(NotAsked& not_asked) const { Text(not_asked.reason); }

  void Text(std::string& text) const { text = redactor_.Apply(std::move(text)); }
  void Text(std::optional<std::string>& text) const {
    if (text) Text(*text);
  }

 private:
  const Redactor& redactor_;
};

}  // namespace

Redactor::Redactor(const Case& c) {
  for (const std::string& secret : SecretsOf(c)) AddSpellings(secret, secrets_);
  SortSecrets();
}

Redactor::Redactor(const std::vector<const Case*>& cases) {
  std::set<std::string> secrets;  // most cases have the same
  for (const Case* c : cases) secrets.merge(SecretsOf(*c));
  for (const std::string& secret : secrets) AddSpellings(secret, secrets_);
  SortSecrets();
}

Redactor::Redactor(const std::vector<CredentialMessage>& credentials, Signatures signatures)
    : signatures_(signatures) {
  std::set<std::string> secrets;
  for (const CredentialMessage& one : credentials) AddSecrets(one, secrets);
  for (const std::string& secret : secrets) AddSpellings(secret, secrets_);
  SortSecrets();
}

void Redactor::SortSecrets() {
  std::sort(secrets_.begin(), secrets_.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  secrets_.erase(std::unique(secrets_.begin(), secrets_.end()), secrets_.end());
}

std::string Redactor::Apply(std::string text, std::size_t* position) const {
  for (const std::string& secret : secrets_) {
    std::size_t at = 0;
    while ((at = text.find(secret, at)) != std::string::npos) {
      Replace(text, at, secret.size(), position);
      at += kRedacted.size();
    }
  }
  RedactValues(text, kTokenNames, position);
  if (signatures_ == Signatures::kHidden) RedactValues(text, kSignatureNames, position);
  return text;
}

void RedactResult(const Redactor& redactor, CaseResult& result) {
  const RedactTexts redact(redactor);
  redact.Text(result.explanation);
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
