// Explains one URL: undoes damage to its text, inspects what needs no secret, checks the signature,
// searches for the mistake, and compares with the server's error document. `countersign explain`
// calls it. Secrets are redacted at the very end (redact_explanation.cc).
#include "explain/explain.h"

#include <algorithm>
#include <utility>

#include "diagnose/search.h"
#include "diagnose/signing.h"
#include "explain/damage.h"
#include "explain/inspect.h"
#include "explain/redact_explanation.h"
#include "explain/server_answer.h"
#include "explain/server_clues.h"
#include "explain/summary.h"
#include "explain/suspicions.h"
#include "judge/difference.h"
#include "sigv4/query_string.h"
#include "sigv4/signing_key.h"

namespace countersign {
namespace {

std::optional<StageDifference> Compare(const Derivation& expected, const Derivation& observed) {
  if (auto difference = FirstDifference("canonical request", expected.canonical_request,
                                        observed.canonical_request)) {
    return difference;
  }
  return FirstDifference("string to sign", expected.string_to_sign, observed.string_to_sign);
}

// CheckSignature compares the URL's signature with the expected one and searches for the mistake if
// they differ. If the user did not give a method, it takes the one that matches.
void CheckSignature(Signing& sent, bool any_method, const std::string& in_url,
                    Explanation& explanation) {
  const std::string given = sent.method;
  for (const char* method : {"GET", "PUT", "HEAD", "DELETE", "POST"}) {
    if (any_method) sent.method = method;
    explanation.expected = DeriveWith(sent, {});
    if (SignatureFits(sent, explanation.expected, in_url)) {
      explanation.signature = SignatureState::kRight;
      return;
    }
    if (!any_method) break;
  }
  sent.method = given;
  explanation.expected = DeriveWith(sent, {});
  Found found = Search(sent, WhoErred::kSigner,
                       [&in_url](const Signing& signing, const Derivation& derivation) {
                         return SignatureFits(signing, derivation, in_url);
                       });
  explanation.tried = found.tried;
  explanation.matches = std::move(found.matches);
  if (explanation.matches.empty()) {
    explanation.signature = SignatureState::kUnexplained;
    return;
  }
  explanation.signature = SignatureState::kExplained;
  explanation.difference = Compare(explanation.expected, explanation.matches.front().derivation);
}

// SecretFits tells whether the given secret made the URL's signature over the server's string to
// sign.
bool SecretFits(const Signing& sent, const std::string& string_to_sign, const std::string& in_url) {
  Derivation theirs;
  theirs.string_to_sign = string_to_sign;
  if (sent.algorithm == SigningAlgorithm::kHmacSha256) {
    theirs.signature =
        SignatureOf(sent.secret, {sent.scope_date, sent.region, sent.service}, string_to_sign);
  }
  return SignatureFits(sent, theirs, in_url);
}

// A browser shows a document with its line ends as spaces. RestoreLineEnds replaces such a copy of
// `ours` by `ours`, so that only what really differs is shown.
void RestoreLineEnds(const std::string& ours, std::string& theirs) {
  if (theirs.find('\n') != std::string::npos) return;
  const auto one_line = [](const std::string& text) {
    std::string out;
    for (const char c : text) {
      const bool space = c == ' ' || c == '\n';
      if (!space) out += c;
    }
    return out;
  };
  if (one_line(ours) == one_line(theirs)) theirs = ours;
}

// CheckServer compares what the server computed with what is expected for this request.
void CheckServer(const ServerAnswer& answer, const Signing& sent, const std::string& in_url,
                 Explanation& explanation, ServerView& view) {
  const bool other_key = answer.access_key_id && !answer.access_key_id->empty() &&
                         *answer.access_key_id != sent.access_key_id;
  view.other_request =
      other_key || (answer.signature_provided && *answer.signature_provided != in_url);
  if (answer.canonical_request || answer.string_to_sign) {
    Derivation theirs = explanation.expected;
    if (answer.canonical_request) theirs.canonical_request = *answer.canonical_request;
    if (answer.string_to_sign) theirs.string_to_sign = *answer.string_to_sign;
    RestoreLineEnds(explanation.expected.canonical_request, theirs.canonical_request);
    RestoreLineEnds(explanation.expected.string_to_sign, theirs.string_to_sign);
    view.difference = Compare(explanation.expected, theirs);
    view.agrees = !view.difference.has_value();
    view.differences =
        DifferencesOf(theirs.canonical_request, explanation.expected.canonical_request);
  }
  if (view.agrees == false && answer.canonical_request &&
      *answer.canonical_request != explanation.expected.canonical_request) {
    view.matches =
        Search(sent, WhoErred::kServer, [&answer](const Signing&, const Derivation& derivation) {
          return derivation.canonical_request == *answer.canonical_request;
        }).matches;
  }
  if (answer.string_to_sign && !sent.secret.empty()) {
    view.secret_fits = SecretFits(sent, *answer.string_to_sign, in_url);
  }
}

UrlState StateOf(const Explanation& e) {
  const bool something_wrong =
      std::any_of(e.remarks.begin(), e.remarks.end(),
                  [](const Remark& one) { return one.severity == Severity::kWrong; });
  const bool server_refused = e.server && SaysSignatureIsWrong(*e.server);
  const bool signature =
      e.signature == SignatureState::kRight || e.signature == SignatureState::kNotChecked;
  if (!signature || something_wrong || !e.damages.empty() || e.predicted_refusal ||
      server_refused) {
    return UrlState::kWrong;
  }
  return e.signature == SignatureState::kRight ? UrlState::kSound : UrlState::kUnknown;
}

// A secret without the white space around it and without a pair of quotes.
std::string UnwrappedSecret(const std::string& secret) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t begin = secret.find_first_not_of(kSpace);
  if (begin == std::string::npos) return "";
  std::string text = secret.substr(begin, secret.find_last_not_of(kSpace) + 1 - begin);
  const bool quoted = text.size() > 2 && text.front() == text.back() &&
                      (text.front() == '"' || text.front() == '\'');
  return quoted ? text.substr(1, text.size() - 2) : text;
}

// TakeSecret returns the secret to check with. White space around the given one is removed unless
// the URL was signed with it. Adds a remark if there is any.
std::string TakeSecret(const ExplainInput& input, const std::optional<Signing>& sent,
                       const std::string& in_url, Explanation& explanation) {
  const std::string& given = *input.secret;
  std::string trimmed = UnwrappedSecret(given);
  if (trimmed == given || trimmed.empty()) return given;
  if (sent && !in_url.empty()) {
    Signing with_space = *sent;
    with_space.secret = given;
    if (SignatureFits(with_space, DeriveWith(with_space, {}), in_url)) {
      explanation.remarks.push_back(
          {Severity::kWrong, "secret",
           "The given secret has white space or quotes around it, and the URL was signed with "
           "them. A server that has the secret without them refuses the URL."});
      return given;
    }
  }
  explanation.remarks.push_back({Severity::kNote, "secret",
                                 "The given secret has white space or quotes around it. They were "
                                 "left out."});
  return trimmed;
}

// The host that the server's canonical request has; empty if it shows none.
std::string HostOfServer(const ServerAnswer& answer) {
  constexpr std::string_view kLine = "\nhost:";
  const std::string text = answer.canonical_request.value_or("");
  const std::size_t at = text.find(kLine);
  if (at == std::string::npos) return "";
  const std::size_t begin = at + kLine.size();
  return text.substr(begin, text.find('\n', begin) - begin);
}

// What the server says about the request, for the search to try.
SigningClues CluesOf(const ServerAnswer& answer) {
  return {answer.bucket.value_or(""), answer.key.value_or(""),
          answer.endpoint.value_or(HostOfServer(answer)), answer.resource.value_or("")};
}

ServerView ViewServer(const ServerAnswer& answer) {
  ServerView view;
  view.code = answer.code.value_or("");
  view.message = answer.message.value_or("");
  view.request_id = answer.request_id.value_or("");
  view.host_id = answer.host_id.value_or("");
  return view;
}

// The explanation before redaction: it may contain secrets.
Explanation ExplainUnredacted(const ExplainInput& input) {
  Explanation explanation;
  std::string url = input.url;
  explanation.damages = UndoDamage(url);
  const std::optional<UrlParts> parts = SplitUrl(url);
  if (!parts) {
    explanation.remarks.push_back(
        {Severity::kWrong, "url", "This is not an absolute URL (https://host/path?...)."});
    return explanation;
  }
  std::optional<ServerAnswer> answer;
  if (input.answer) answer = ReadServerAnswer(*input.answer);
  if (answer && answer->headers_not_signed) {  // a list, which is taken apart
    answer->headers_not_signed = RedactText(input, std::move(*answer->headers_not_signed));
  }
  const QueryString query = ParseQueryString(parts->raw_query);
  const std::string in_url = DecodedValue(query, "X-Amz-Signature").value_or("");
  std::string method = input.method.value_or("GET");
  std::optional<Signing> sent = SigningOf(*parts, method, input.headers, "");
  ExplainInput checked = input;  // with the secret that is used
  if (input.secret) checked.secret = TakeSecret(input, sent, in_url, explanation);
  if (sent) sent->secret = checked.secret.value_or("");
  if (sent && answer) sent->clues = CluesOf(*answer);
  Inspect(url, *parts, checked, explanation);
  if (sent && input.secret && !in_url.empty()) {
    CheckSignature(*sent, !input.method, in_url, explanation);
  } else if (sent && !in_url.empty()) {
    explanation.expected = DeriveWith(*sent, {});
    explanation.expected.signature.clear();  // cannot be computed without the secret
    explanation.signature = SignatureState::kNotChecked;
  }
  if (sent) method = sent->method;
  explanation.facts.method = method;
  explanation.predicted_refusal = PredictRefusal(*parts, method, checked);
  if (explanation.signature == SignatureState::kUnexplained) {
    explanation.unknowns = FindUnknowns(*parts, input, explanation.facts);
  }
  AddSuspicions(*parts, input, explanation);
  if (answer) {
    ServerView view = ViewServer(*answer);
    AddServerClues(*answer, *parts, input, explanation);
    if (sent) CheckServer(*answer, *sent, in_url, explanation, view);
    view.authenticated = !view.other_request && ComesAfterTheSignature(*answer);
    explanation.server = std::move(view);
  }
  return explanation;
}

}  // namespace

Explanation Explain(const ExplainInput& input) {
  Explanation explanation = ExplainUnredacted(input);
  explanation.state = StateOf(explanation);
  explanation.summary = Summary(explanation);
  RedactExplanation(input, explanation);
  return explanation;
}

}  // namespace countersign
