#include "explain/redact_explanation.h"

#include <algorithm>
#include <utility>

#include "explain/damage.h"
#include "judge/redact.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"

namespace countersign {
namespace {

class Concealer {
 public:
  explicit Concealer(const ExplainInput& input) : redactor_(CaseOf(input)) {}

  void operator()(std::string& text) const { text = redactor_.Apply(std::move(text)); }

  void operator()(std::vector<Cause>& causes) const {
    for (Cause& cause : causes) (*this)(cause.text);
  }

  void operator()(Derivation& derivation) const {
    (*this)(derivation.canonical_request);
    (*this)(derivation.string_to_sign);
  }

  void operator()(std::vector<MistakeMatch>& readings) const {
    for (MistakeMatch& reading : readings) {
      (*this)(reading.causes);
      (*this)(reading.derivation);
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
  static bool IsTokenName(std::string_view name) {
    return SameHeaderName(name, "x-amz-security-token") ||
           SameHeaderName(name, "x-amz-s3session-token");
  }

  // What is shorter is no token, and would black out half the words.
  static constexpr std::size_t kShortestToken = 8;

  static std::vector<std::string> TokensIn(const ExplainInput& input) {
    std::vector<std::string> tokens;
    for (const HeaderField& one : input.headers) {
      if (IsTokenName(one.name)) tokens.push_back(one.value);
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

  // The redactor knows what cases hold.
  static Case CaseOf(const ExplainInput& input) {
    VerifyMessage message;
    const auto add = [&message](const std::string& secret) {
      CredentialMessage credentials;
      credentials.secret_access_key = secret;
      message.credentials.push_back(std::move(credentials));
    };
    add(input.secret.value_or(""));
    for (const std::string& token : TokensIn(input)) add(token);
    Case c;
    c.request = std::move(message);
    return c;
  }

  Redactor redactor_;
};

}  // namespace

void RedactExplanation(const ExplainInput& input, Explanation& explanation) {
  const Concealer conceal(input);
  conceal(explanation.summary);
  conceal(explanation.facts);
  conceal(explanation.damages);
  for (Remark& remark : explanation.remarks) {
    conceal(remark.what);
    conceal(remark.text);
  }
  if (explanation.predicted_refusal) conceal(explanation.predicted_refusal->message);
  conceal(explanation.expected);
  conceal(explanation.readings);
  conceal(explanation.difference);
  if (!explanation.server) return;
  conceal(explanation.server->code);
  conceal(explanation.server->message);
  conceal(explanation.server->difference);
  conceal(explanation.server->readings);
}

}  // namespace countersign
