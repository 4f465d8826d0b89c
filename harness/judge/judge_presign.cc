#include <algorithm>
#include <charconv>
#include <chrono>
#include <vector>

#include "judge/consequence.h"
#include "judge/difference.h"
#include "judge/judgement.h"
#include "judge/presigned_url.h"
#include "judge/told_headers.h"
#include "judge/url_matches_request.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/signature.h"
#include "sigv4/signed_headers.h"
#include "translation/reference_request.h"

namespace countersign {
namespace {

// The Host headers that clients may send for the URL's authority. Most omit the default port and
// use lower case; some send it as it is written. A signature over either is usable.
std::vector<std::string> HostsSent(const UrlParts& url) {
  const std::string usual(HostToSend(url.scheme, url.authority));
  std::vector<std::string> hosts = {usual};
  for (const std::string& other : {LowerCase(usual), std::string(url.authority)}) {
    if (std::find(hosts.begin(), hosts.end(), other) == hosts.end()) hosts.push_back(other);
  }
  return hosts;
}

AccessKeyPair KeyOf(const PresignRequest& asked) {
  return {asked.credentials.access_key_id, asked.credentials.secret_access_key};
}

// DeriveFromUrl computes the signature that the URL's own content calls for, when the method asked
// is sent with `host` and the headers asked. nullopt if the credential has no scope.
std::optional<Derivation> DeriveFromUrl(const SignedUrl& url, const PresignRequest& asked,
                                        const std::string& host) {
  const Result<CredentialParameter> credential = ParseCredential(url.credential, url.signed_with);
  if (!credential.ok()) return std::nullopt;
  std::vector<HeaderField> headers = {{"host", host}};
  headers.insert(headers.end(), asked.headers.begin(), asked.headers.end());
  const std::vector<std::string_view> names = SignedHeaderNames(url.signed_headers);
  const CanonicalRequestParts parts{
      asked.method, url.url.raw_path, url.query,           names,
      headers,      asked.payload,    asked.path_encoding, asked.path_normalization};
  return Derive(parts, url.date, credential.value().scope, KeyOf(asked));
}

// IsRight: the signature that was derived, or for SigV4A any that the asker's public key verifies.
bool IsRight(const SignedUrl& url, const Derivation& derivation, const PresignRequest& asked) {
  return SignatureMatches(url.signature, derivation, url.signed_with, KeyOf(asked));
}

struct Checked {
  Derivation derivation;
  bool is_right = false;  // the URL's signature
};

// With the first host that makes the URL's signature right; otherwise with the usual host.
std::optional<Checked> CheckSignature(const SignedUrl& url, const PresignMessage& message) {
  const Decoded<PresignRequest> request = ToPresignRequest(message);
  if (std::holds_alternative<ProtocolError>(request)) return std::nullopt;
  const PresignRequest& asked = std::get<PresignRequest>(request);
  std::optional<Checked> usual;
  for (const std::string& host : HostsSent(url.url)) {
    std::optional<Derivation> derivation = DeriveFromUrl(url, asked, host);
    if (!derivation) return std::nullopt;
    if (IsRight(url, *derivation, asked)) return Checked{*std::move(derivation), true};
    if (!usual) usual = Checked{*std::move(derivation), false};
  }
  return usual;
}

// The query that was asked, with the URL's own authentication parameters.
std::string QueryAsked(const SignedUrl& url, const PresignMessage& message) {
  std::string text;
  for (const auto& [name, value] : message.query) {
    text += UriEncode(name, Slash::kEncode) + '=' + UriEncode(value, Slash::kEncode) + '&';
  }
  for (const QueryParameter& one : url.query.parameters) {
    if (!IsAuthenticationParameter(DecodedName(one))) continue;
    text += std::string(one.raw_name) + '=' + std::string(one.raw_value) + '&';
  }
  return text;
}

// Whether the URL's signature is right for the host, the path and the parameters that were asked.
bool SignsWhatWasAsked(const SignedUrl& url, const PresignMessage& message) {
  const std::string query = QueryAsked(url, message);
  SignedUrl asked = url;
  asked.url.scheme = message.scheme;
  asked.url.authority = message.host;
  asked.url.raw_path = message.path;
  asked.url.raw_query = query;
  asked.query = ParseQueryString(query);
  // A token that was asked and is not in the URL was not signed.
  const auto is_token = [](const QueryParameter& one) {
    return DecodedName(one).ends_with("-Token");
  };
  if (message.credentials.session_token &&
      std::none_of(asked.query.parameters.begin(), asked.query.parameters.end(), is_token)) {
    return false;
  }
  const std::optional<Checked> checked = CheckSignature(asked, message);
  return checked && checked->is_right;
}

Judgement Fail(std::string explanation, std::optional<StageDifference> difference) {
  return {Verdict::kFail, std::move(explanation), std::move(difference)};
}

// At most two sentences: a rerun shows the rest when these are corrected.
Judgement FailWith(const std::vector<Finding>& findings) {
  std::string text = findings.front().text;
  if (findings.size() > 1) text += " " + findings[1].text;
  if (findings.size() > 2) {
    text += " (" + std::to_string(findings.size() - 2) + " more departures.)";
  }
  const Finding& first = findings.front();
  return Fail(std::move(text), FirstDifference(first.what, first.expected, first.observed));
}

Judgement WrongSignature(const SignedUrl& url, const OkAnswer& answer,
                         const Derivation& derivation) {
  const Stages expected{derivation.canonical_request, derivation.string_to_sign,
                        derivation.signature};
  std::string text = "The signature is not the one that the URL's own content calls for";
  auto difference =
      FirstDifferingStage(expected, {answer.canonical_request, answer.string_to_sign});
  if (difference) {
    text += ": the " + difference->stage + " differs first.";
    return Fail(std::move(text), std::move(difference));
  }
  if (answer.canonical_request && answer.string_to_sign) {
    text +=
        ", although canonical request and string to sign are right: the key or the last step is "
        "not.";
  } else {
    text += ". (An adapter that reports canonical_request and string_to_sign is shown where.)";
  }
  if (url.signed_with == SigningAlgorithm::kEcdsaP256Sha256) {
    // There is no single right signature to show beside it.
    return Fail(text + " The public key of the access key does not verify it.", std::nullopt);
  }
  return Fail(std::move(text), FirstDifference("signature", derivation.signature, url.signature));
}

// A header that its holder does not send cannot fit the signature: that is said already.
bool SignsOtherHeaders(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& one) { return one.what == kSignedHeaders; });
}

std::optional<Timestamp> MachineNow(Clock clock) {
  if (clock == Clock::kInjected) return std::nullopt;
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

Judgement JudgeUrl(const SignedUrl& url, const PresignMessage& asked, const OkAnswer& answer,
                   Clock clock) {
  std::vector<Finding> findings = CheckUrlMatchesRequest(url, asked, MachineNow(clock));
  if (answer.headers) CheckToldHeaders(url, asked, *answer.headers, findings);
  const std::optional<Checked> checked = CheckSignature(url, asked);
  const bool signature_right = checked && checked->is_right;
  if (!findings.empty()) {
    Judgement judgement = FailWith(findings);
    if (checked && !signature_right && !SignsOtherHeaders(findings)) {
      judgement.explanation += SignsWhatWasAsked(url, asked)
                                   ? " The signature is right for the request that was asked: the "
                                     "URL was changed after it had been signed."
                                   : " The signature does not fit either.";
    }
    return judgement;
  }
  if (!checked) {
    return Fail("X-Amz-Credential does not name a key and the parts of a scope.",
                FirstDifference("X-Amz-Credential", "", url.credential));
  }
  //= signature/match
  if (!signature_right) return WrongSignature(url, answer, checked->derivation);
  return {};
}

// LifeAllowed returns the URL's own lifetime if the case allows a URL that is shorter than asked
// and this one is short enough. Otherwise the longest one allowed; nullopt if the case wants the
// lifetime asked.
std::optional<std::int64_t> LifeAllowed(const Case& c, const SignedUrl& url) {
  for (const ExpectedAnswer& one : c.expected) {
    if (!one.accept || !one.longest_life) continue;
    std::int64_t life = 0;
    const char* const end = url.expires.data() + url.expires.size();
    const auto [last, error] = std::from_chars(url.expires.data(), end, life);
    const bool fits = error == std::errc() && last == end && life >= 1;
    return fits ? std::min(life, *one.longest_life) : *one.longest_life;
  }
  return std::nullopt;
}

// A parameter that does no harm on AWS and makes other stores refuse the request.
Judgement JudgeAbsence(const Case& c, const SignedUrl& url) {
  //= query/no-checksum-of-nothing
  for (const QueryParameter& parameter : url.query.parameters) {
    for (const std::string& name : c.absent) {
      if (!SameHeaderName(DecodedName(parameter), name)) continue;
      return Fail("The query parameter " + name + " is in the URL, and was not asked.",
                  FirstDifference("query parameter " + name, "", DecodedValue(parameter)));
    }
  }
  return {};
}

}  // namespace

Judgement JudgePresign(const Case& c, const OkAnswer& answer, Clock clock) {
  if (!answer.url) return {Verdict::kFault, "The answer is ok and has no url."};
  if (!AllowsAccept(c)) {
    return Fail("The signer made a URL although it must refuse (" + DescribeAnswers(c) + "). " +
                    PresignConsequence(c, *answer.url),
                std::nullopt);
  }
  const auto read = ReadSignedUrl(*answer.url);
  if (const auto* findings = std::get_if<std::vector<Finding>>(&read)) return FailWith(*findings);
  const SignedUrl& url = std::get<SignedUrl>(read);
  PresignMessage asked = std::get<PresignMessage>(c.request);
  asked.expires = LifeAllowed(c, url).value_or(asked.expires);
  Judgement judgement = JudgeUrl(url, asked, answer, clock);
  if (judgement.verdict == Verdict::kPass) judgement = JudgeAbsence(c, url);
  if (judgement.verdict == Verdict::kPass && c.pinned_url && *c.pinned_url != *answer.url) {
    return Fail("The URL conforms, but differs from the exact URL that this case requires.",
                FirstDifference("url", *c.pinned_url, *answer.url));
  }
  return judgement;
}

Judgement JudgePresign(const Case& c, const RejectAnswer& answer, ErrorLevel errors) {
  if (!AllowsReject(c)) {
    std::string text = "The signer refused what it must sign";
    if (answer.rejection_class) text += " (" + *answer.rejection_class + ")";
    text += answer.message ? ": " + *answer.message : std::string(".");
    return Fail(std::move(text), std::nullopt);
  }
  if (errors == ErrorLevel::kOutcome) return {};
  const auto is_it = [&answer](const ExpectedAnswer& one) {
    return !one.accept && (!one.rejection_class || one.rejection_class == answer.rejection_class);
  };
  if (std::any_of(c.expected.begin(), c.expected.end(), is_it)) return {};
  if (!answer.rejection_class) {
    // Presigners have no status and no code: at that level a class is judged if it is given.
    if (errors == ErrorLevel::kCode) return {};
    return {Verdict::kFault,
            "The refusal has no class, although the adapter declared errors \"class\"."};
  }
  return Fail(
      "Refused as " + *answer.rejection_class + ", but " + DescribeAnswers(c) + " is expected.",
      std::nullopt);
}

}  // namespace countersign
