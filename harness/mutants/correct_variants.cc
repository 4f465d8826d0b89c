// The correct variants: the reference with other steps that are also right, or with less
// information in its answers. selftest.cc runs the suite against each of them; the tests of the
// diagnosis check that it blames none of them.
#include "mutants/correct_variants.h"

#include <algorithm>
#include <vector>

#include "mutants/mutant.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "reference_adapter/reference_adapter.h"
#include "s3/credential_limits.h"
#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"
#include "sigv4/payload.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

// ChangeQuery lets `change` change the raw parameters of a URL.
template <typename Change>
void ChangeQuery(std::string& url, Change change) {
  const std::size_t query = url.find('?') + 1;
  Pairs pairs = PairsOf(std::string_view(url).substr(query));
  change(pairs);
  url = url.substr(0, query) + Joined(pairs);
}

// HoistHeaders moves x-amz-* headers into the query, as several SDKs do.
void HoistHeaders(PresignRequest& request) {
  std::vector<HeaderField> kept;
  for (HeaderField& header : request.headers) {
    const std::string name = LowerCase(header.name);
    const auto same = [&name](const HeaderField& other) {
      return SameHeaderName(other.name, name);
    };
    const bool once = std::count_if(request.headers.begin(), request.headers.end(), same) == 1;
    const bool plain = !header.value.empty() && header.value.find("  ") == std::string::npos &&
                       header.value.front() != ' ' && header.value.back() != ' ';
    if (IsAmzHeader(name) && name != "x-amz-content-sha256" && once && plain) {
      request.query.emplace_back(name, header.value);
    } else {
      kept.push_back(header);
    }
  }
  request.headers = std::move(kept);
}

// ShortenLife asks for no more than the credential allows, as the SDK for Ruby does.
void ShortenLife(PresignRequest& request) {
  const Credentials& credentials = request.credentials;
  if (credentials.kind == CredentialKind::kSts ||
      credentials.kind == CredentialKind::kInstanceProfile) {
    request.expires = std::min(request.expires, LimitFor(credentials.kind).seconds);
  }
  if (!credentials.expires_at || *credentials.expires_at <= request.now) return;
  request.expires =
      std::min<std::int64_t>(request.expires, (*credentials.expires_at - request.now).count());
}

Refusal LastSecondIsRefused(VerifyState& v) {
  if (v.context.now == v.date + std::chrono::seconds(v.expires)) {
    return Rejection{Rule::kExpired, "expired in this second"};
  }
  return RunReferenceStep(StepId::kWindow, v);
}

Refusal RepeatedNamesPass(VerifyState& v) {
  v.given.repeated = {};
  return RunReferenceStep(StepId::kCompleteness, v);
}

Refusal MalformedEscapesPass(VerifyState& v) {
  if (Refusal refusal = RunReferenceStep(StepId::kTarget, v);
      refusal && !HasMalformedEscape(v.request.target)) {
    return refusal;
  }
  v.query = ParseQueryString(v.target.raw_query);
  v.given = FindAuthenticationParameters(v.query);
  return std::nullopt;
}

Refusal LeadingZerosRefused(VerifyState& v) {
  const std::string text = DecodedValue(*v.given.expires);
  if (text.size() > 1 && text.front() == '0') {
    return Rejection{Rule::kExpiresNumber, "leading zero"};
  }
  return RunReferenceStep(StepId::kExpires, v);
}

Refusal ContradictionsPass(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kSignature, v);
  if (!refusal) return refusal;
  const bool same = SignatureMatches(DecodedValue(*v.given.signature), v.derivation, v.algorithm,
                                     {v.signer->access_key_id, v.signer->secret_access_key});
  return same ? std::nullopt : refusal;
}

Refusal SignedHeadersSorted(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kHeadersSigned, v);
  std::sort(v.signed_headers.begin(), v.signed_headers.end(),
            [](std::string_view a, std::string_view b) { return LowerCase(a) < LowerCase(b); });
  return refusal;
}

void HashInQueryIsNoPayload(CanonicalLines& lines, const CanonicalRequestParts& parts) {
  constexpr std::string_view kContentSha256 = "x-amz-content-sha256";
  const bool is_s3 = parts.path_encoding == PathEncoding::kOnce;
  const bool in_header = FindHeader(parts.headers, kContentSha256) != nullptr;
  if (is_s3 && !in_header && FindAmzParameter(parts.query, kContentSha256) != nullptr) {
    lines.payload = kUnsignedPayload;
  }
}

// The reference with other steps that are also right.
constexpr Mutant kChanges[] = {
    {.name = "parameters-in-another-order",
     .mistake = "Writes the parameters in the reverse order.",
     .presign = {.unsigned_url =
                     [](std::string& url, const PresignRequest&) {
                       ChangeQuery(url,
                                   [](Pairs& pairs) { std::reverse(pairs.begin(), pairs.end()); });
                     }}},
    {.name = "signature-not-last",
     .mistake = "Writes X-Amz-Signature first.",
     .presign = {.signed_url =
                     [](std::string& url, const PresignRequest&) {
                       ChangeQuery(url, [](Pairs& pairs) {
                         std::rotate(pairs.begin(), pairs.end() - 1, pairs.end());
                       });
                     }}},
    {.name = "x-id-added",
     .mistake = "Adds another signed parameter.",
     .presign = {.unsigned_url =
                     [](std::string& url, const PresignRequest&) {
                       if (url.find("x-id=") == std::string::npos) url += "&x-id=GetObject";
                     }}},
    {.name = "spaces-as-plus",
     .mistake = "Writes spaces in the query as '+', and signs them as %20.",
     .presign = {.unsigned_url =
                     [](std::string& url, const PresignRequest&) {
                       ChangeQuery(url, [](Pairs& pairs) {
                         for (auto& [name, value] : pairs) value = WithAll(value, "%20", "+");
                       });
                     }}},
    {.name = "escapes-in-lower-case",
     .mistake = "Writes the URL's escapes in lower-case hex, and signs them in upper case.",
     .presign = {.unsigned_url =
                     [](std::string& url, const PresignRequest& r) {
                       if (r.path_encoding == PathEncoding::kOnce) url = LowerCaseEscapes(url);
                     }}},
    {.name = "sub-delimiters-raw-in-the-url",
     .mistake = "Leaves ! ' ( ) * raw in the URL, and signs them escaped.",
     .presign = {.unsigned_url =
                     [](std::string& url, const PresignRequest& r) {
                       if (r.path_encoding == PathEncoding::kOnce)
                         url = EscapesDecoded(url, "!'()*");
                     }}},
    {.name = "amz-headers-moved-into-the-query",
     .mistake = "Moves x-amz-* headers into the signed query.",
     .presign = {.request = HoistHeaders}},
    {.name = "life-shortened-to-the-credentials",
     .mistake = "Shortens X-Amz-Expires to what the credential allows.",
     .presign = {.request = ShortenLife}},
    {.name = "end-is-outside",
     .mistake = "Refuses a URL in the exact second in which it expires.",
     .verify = {.steps = {Replace(StepId::kWindow, LastSecondIsRefused)}}},
    {.name = "key-before-window",
     .mistake = "Looks up the key before it checks the time.",
     .verify = {.steps = {MoveBehind(StepId::kWindow, StepId::kAccessKey),
                          MoveBehind(StepId::kScopeDate, StepId::kWindow)}}},
    {.name = "first-of-repeated-parameters",
     .mistake = "Uses the first value of a signing parameter that is given twice.",
     .verify = {.steps = {Replace(StepId::kCompleteness, RepeatedNamesPass)}}},
    {.name = "malformed-escapes-pass",
     .mistake = "Reads a '%' without two hex digits as a plain '%'.",
     .verify = {.steps = {Replace(StepId::kTarget, MalformedEscapesPass)}}},
    {.name = "missing-signed-header-is-empty",
     .mistake = "Treats a missing signed header as an empty one, as AWS may do.",
     .verify = {.steps = {LeaveOut(StepId::kSignedHeadersArrived)}}},
    {.name = "header-and-query-may-differ",
     .mistake = "Does not compare a signed x-amz-* header with the signed parameter of its name.",
     .verify = {.steps = {Replace(StepId::kSignature, ContradictionsPass)}}},
    {.name = "hash-in-the-query-not-read",
     .mistake = "Signs UNSIGNED-PAYLOAD although the query has a hash, as the SDK for PHP does.",
     .signing = {.lines = HashInQueryIsNoPayload}},
    {.name = "signed-headers-sorted",
     .mistake = "Sorts the names in X-Amz-SignedHeaders before it verifies.",
     .verify = {.steps = {Replace(StepId::kHeadersSigned, SignedHeadersSorted)}}},
    {.name = "leading-zeros-refused",
     .mistake = "Refuses X-Amz-Expires=0086400.",
     .verify = {.steps = {Replace(StepId::kExpires, LeadingZerosRefused)}}},
};

// WithAnswers returns the reference with `change` made to every answer.
Implementation WithAnswers(void (*change)(Answer&)) {
  const Implementation& reference = ReferenceImplementation();
  Implementation changed = reference;
  changed.presign = [&reference, change](PresignMessage message) {
    Answer answer = reference.presign(std::move(message));
    change(answer);
    return answer;
  };
  changed.verify = [&reference, change](VerifyMessage message) {
    Answer answer = reference.verify(std::move(message));
    change(answer);
    return answer;
  };
  return changed;
}

// Only verifiers give a status. A presigner names the class of its refusals at every level.
bool IsVerifiers(const RejectAnswer& reject) { return reject.status.has_value(); }

void OutcomeOnly(Answer& answer) {
  auto* reject = std::get_if<RejectAnswer>(&answer);
  if (reject != nullptr && IsVerifiers(*reject)) *reject = {};
}

void ClassOnly(Answer& answer) {
  auto* reject = std::get_if<RejectAnswer>(&answer);
  if (reject == nullptr) return;
  RejectAnswer bare;
  bare.rejection_class = reject->rejection_class;
  *reject = bare;
}

void CodeOnly(Answer& answer) {
  auto* reject = std::get_if<RejectAnswer>(&answer);
  if (reject == nullptr || !IsVerifiers(*reject)) return;
  RejectAnswer bare;
  bare.status = reject->status;
  bare.code = reject->code;
  *reject = bare;
}

void UrlOnly(Answer& answer) {
  auto* ok = std::get_if<OkAnswer>(&answer);
  if (ok == nullptr) return;
  OkAnswer bare;
  bare.url = ok->url;
  *ok = bare;
}

CorrectVariant WithErrors(std::string_view name, std::string_view what, ErrorLevel errors,
                          void (*change)(Answer&)) {
  CorrectVariant variant{name, what, WithAnswers(change)};
  variant.implementation.adapter_info.errors = errors;
  return variant;
}

// WithInfo returns the reference with another AdapterInfo.
CorrectVariant WithInfo(std::string_view name, std::string_view what,
                        void (*change)(AdapterInfo&)) {
  CorrectVariant variant{name, what, ReferenceImplementation()};
  change(variant.implementation.adapter_info);
  return variant;
}

std::vector<CorrectVariant> MakeVariants() {
  std::vector<CorrectVariant> all;
  for (const Mutant& change : kChanges) {
    all.push_back({change.name, change.mistake, WithMutant(change)});
  }
  all.push_back(WithErrors("outcomes-only", "Answers only accepted or rejected.",
                           ErrorLevel::kOutcome, OutcomeOnly));
  all.push_back(WithErrors("classes-only", "Names the class of a refusal, no status or code.",
                           ErrorLevel::kClass, ClassOnly));
  all.push_back(WithErrors("codes-only", "Gives status and code of a refusal, nothing else.",
                           ErrorLevel::kCode, CodeOnly));
  all.push_back(WithErrors("no-stages", "Answers a presign request with only the URL.",
                           ErrorLevel::kCode, UrlOnly));
  all.push_back(WithInfo("one-at-a-time", "Takes one request at a time.",
                         [](AdapterInfo& info) { info.max_inflight = 1; }));
  all.push_back(
      WithInfo("answers-out-of-order", "Answers the last request first.", [](AdapterInfo&) {}));
  all.back().order = AnswerOrder::kLastFirst;
  all.push_back(WithInfo("signer-only", "Signs, and does not verify.",
                         [](AdapterInfo& info) { info.ops = {"presign"}; }));
  all.push_back(WithInfo("verifier-only", "Verifies, and does not sign.",
                         [](AdapterInfo& info) { info.ops = {"verify"}; }));
  all.push_back(
      WithInfo("no-features", "Declares no feature beyond the operations.", [](AdapterInfo& info) {
        info.features = {"path-style", "virtual-hosted"};
      }));
  for (CorrectVariant& variant : all) {
    variant.implementation.adapter_info.name =
        "countersign reference, " + std::string(variant.name);
  }
  return all;
}

}  // namespace

std::span<const CorrectVariant> CorrectVariants() {
  static const auto* const kAll = new std::vector<CorrectVariant>(MakeVariants());
  return *kAll;
}

}  // namespace countersign
