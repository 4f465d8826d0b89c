// Redacts the secret and all session tokens in every text of an explanation. explain.cc calls it
// last, so no other file of this room needs to think of secrets, unless it takes a text apart.
#include "explain/redact_explanation.h"

#include <algorithm>
#include <utility>

#include "diagnose/mistakes.h"
#include "explain/damage.h"
#include "judge/thorough_redactor.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"

namespace countersign {
namespace {

class ExplanationRedactor {
 public:
  explicit ExplanationRedactor(const ExplainInput& input)
      : redactor_(KeysOf(input), Redactor::Signatures::kShown) {}

  void operator()(std::string& text) const { text = redactor_.Apply(std::move(text)); }

  void operator()(std::vector<Cause>& causes) const {
    for (Cause& cause : causes) (*this)(cause.text);
  }

  void operator()(Derivation& derivation) const {
    (*this)(derivation.canonical_request);
    (*this)(derivation.string_to_sign);
  }

  void operator()(std::vector<MistakeMatch>& matches) const {
    for (MistakeMatch& match : matches) {
      (*this)(match.causes);
      (*this)(match.derivation);
    }
  }

  void operator()(std::optional<StageDifference>& difference) const {
    if (!difference) return;
    std::size_t in_expected = difference->offset;
    std::size_t in_observed = difference->offset;
    difference->expected = redactor_.Apply(std::move(difference->expected), &in_expected);
    difference->observed = redactor_.Apply(std::move(difference->observed), &in_observed);
    difference->offset = std::min(in_expected, in_observed);
  }

  void operator()(UrlFacts& facts) const {
    for (std::string* text : {&facts.method, &facts.host, &facts.path, &facts.access_key_id,
                              &facts.region, &facts.service, &facts.signed_headers}) {
      (*this)(*text);
    }
  }

 private:
  // Tokens, and other values that open something to the person who reads them.
  static bool IsTokenName(std::string_view name) {
    constexpr std::string_view kNames[] = {"x-amz-security-token",
                                           "x-amz-s3session-token",
                                           "x-amz-server-side-encryption-customer-key",
                                           "x-amz-copy-source-server-side-encryption-customer-key",
                                           "authorization",
                                           "cookie"};
    return std::any_of(std::begin(kNames), std::end(kNames),
                       [name](std::string_view one) { return SameHeaderName(name, one); });
  }

  // The part of a header's value that opens something. Of "AWS4-HMAC-SHA256 Credential=…,
  // Signature=…" it is the signature, because the rest is said of every URL.
  static std::string SecretIn(const HeaderField& header) {
    constexpr std::string_view kSignature = "Signature=";
    if (!SameHeaderName(header.name, "authorization")) return header.value;
    const std::size_t signature = header.value.find(kSignature);
    if (signature != std::string::npos) return header.value.substr(signature + kSignature.size());
    return header.value.substr(header.value.find(' ') + 1);  // "Bearer …"
  }

  // Shorter texts are not tokens, and redacting them would remove parts of ordinary words.
  static constexpr std::size_t kShortestToken = 8;

  static std::vector<std::string> TokensIn(const ExplainInput& input) {
    std::vector<std::string> tokens;
    for (const HeaderField& one : input.headers) {
      if (IsTokenName(one.name)) tokens.push_back(SecretIn(one));
    }
    std::string url = input.url;
    UndoDamage(url);
    const QueryString query = ParseQueryString(SplitTarget(url).raw_query);
    for (const QueryParameter& one : query.parameters) {
      if (!IsTokenName(UriDecode(one.raw_name, Plus::kSpace))) continue;
      tokens.push_back(DecodedValue(one));
      tokens.emplace_back(one.raw_value);
    }
    std::erase_if(tokens, [](const std::string& one) { return one.size() < kShortestToken; });
    return tokens;
  }

  static std::vector<CredentialMessage> KeysOf(const ExplainInput& input) {
    std::vector<CredentialMessage> keys;
    const auto add = [&keys](std::string secret) {
      keys.emplace_back().secret_access_key = std::move(secret);
    };
    add(input.secret.value_or(""));
    add(TrimmedSecret(input.secret.value_or("")));
    for (std::string& token : TokensIn(input)) add(std::move(token));
    return keys;
  }

  ThoroughRedactor redactor_;
};

}  // namespace

std::string RedactText(const ExplainInput& input, std::string text) {
  ExplanationRedactor{input}(text);
  return text;
}

void RedactExplanation(const ExplainInput& input, Explanation& explanation) {
  const ExplanationRedactor redact(input);
  redact(explanation.summary);
  redact(explanation.facts);
  redact(explanation.damages);
  for (Remark& remark : explanation.remarks) {
    redact(remark.what);
    redact(remark.text);
  }
  for (UnknownInput& unknown : explanation.unknowns) redact(unknown.text);
  if (explanation.predicted_refusal) redact(explanation.predicted_refusal->message);
  redact(explanation.expected);
  redact(explanation.matches);
  redact(explanation.difference);
  if (!explanation.server) return;
  redact(explanation.server->code);
  redact(explanation.server->message);
  redact(explanation.server->request_id);
  redact(explanation.server->host_id);
  redact(explanation.server->difference);
  for (std::string& one : explanation.server->differences) redact(one);
  redact(explanation.server->matches);
}

}  // namespace countersign
