#include "mutants/correct_variants.h"

#include <algorithm>
#include <vector>

#include "mutants/mutant.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "reference_adapter/reference_adapter.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

// AmendQuery puts the parameters of a URL, as raw texts, through `change`.
template <typename Change>
void AmendQuery(std::string& url, Change change) {
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

Refusal EndIsOutside(VerifyState& v) {
  if (v.context.now == v.date + std::chrono::seconds(v.expires)) {
    return Rejection{Rule::kExpired, "expired in this very second"};
  }
  return TheReferences("window", v);
}

Refusal RepeatedNamesPass(VerifyState& v) {
  v.given.repeated = {};
  return TheReferences("completeness", v);
}

Refusal MalformedEscapesPass(VerifyState& v) {
  if (Refusal refusal = TheReferences("target", v);
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
  return TheReferences("expires", v);
}

Refusal ContradictionsPass(VerifyState& v) {
  const Refusal refusal = TheReferences("signature", v);
  const bool same = DecodedValue(*v.given.signature) == v.derivation.signature;
  return same ? std::nullopt : refusal;
}

// The implementations that are the reference with other, equally right steps.
const std::vector<Mutant>& Changes() {
  static const auto* const kChanges = new std::vector<Mutant>{
      {"parameters-in-another-order",
       Side::kPresign,
       "Writes the parameters in the reverse order.",
       {},
       {},
       {},
       {.unsigned_url =
            [](std::string& url, const PresignRequest&) {
              AmendQuery(url, [](Pairs& pairs) { std::reverse(pairs.begin(), pairs.end()); });
            }}},
      {"signature-not-last",
       Side::kPresign,
       "Writes X-Amz-Signature first.",
       {},
       {},
       {},
       {.signed_url =
            [](std::string& url, const PresignRequest&) {
              AmendQuery(url, [](Pairs& pairs) {
                std::rotate(pairs.begin(), pairs.end() - 1, pairs.end());
              });
            }}},
      {"x-id-added",
       Side::kPresign,
       "Adds a signed parameter of its own.",
       {},
       {},
       {},
       {.unsigned_url =
            [](std::string& url, const PresignRequest&) {
              if (url.find("x-id=") == std::string::npos) url += "&x-id=GetObject";
            }}},
      {"spaces-as-plus",
       Side::kPresign,
       "Writes spaces in the query as '+', and signs them as %20.",
       {},
       {},
       {},
       {.unsigned_url =
            [](std::string& url, const PresignRequest&) {
              AmendQuery(url, [](Pairs& pairs) {
                for (auto& [name, value] : pairs) value = WithAll(value, "%20", "+");
              });
            }}},
      {"escapes-in-lower-case",
       Side::kPresign,
       "Writes the URL's escapes in lower-case hex, and signs them in upper case.",
       {},
       {},
       {},
       {.unsigned_url =
            [](std::string& url, const PresignRequest& r) {
              if (r.path_encoding == PathEncoding::kOnce) url = LowerCaseEscapes(url);
            }}},
      {"sub-delimiters-raw-in-the-url",
       Side::kPresign,
       "Leaves ! ' ( ) * raw in the URL, and signs them escaped.",
       {},
       {},
       {},
       {.unsigned_url =
            [](std::string& url, const PresignRequest& r) {
              if (r.path_encoding == PathEncoding::kOnce) url = EscapesDecoded(url, "!'()*");
            }}},
      {"amz-headers-moved-into-the-query",
       Side::kPresign,
       "Moves x-amz-* headers into the signed query.",
       {},
       {},
       {},
       {.request = HoistHeaders}},
      {"end-is-outside",
       Side::kVerify,
       "Refuses in the very second in which a URL expires.",
       {},
       {},
       {},
       {},
       {.steps = Replaced("window", EndIsOutside)}},
      {"key-before-window",
       Side::kVerify,
       "Looks the key up before it looks at the time.",
       {},
       {},
       {},
       {},
       {.steps = Moved("window", "access-key")}},
      {"first-of-repeated-parameters",
       Side::kVerify,
       "Takes the first of signing parameters that are given twice.",
       {},
       {},
       {},
       {},
       {.steps = Replaced("completeness", RepeatedNamesPass)}},
      {"malformed-escapes-pass",
       Side::kVerify,
       "Takes a '%' without two hex digits for itself.",
       {},
       {},
       {},
       {},
       {.steps = Replaced("target", MalformedEscapesPass)}},
      {"missing-signed-header-is-empty",
       Side::kVerify,
       "Takes a signed header that did not arrive for an empty one, as AWS may do.",
       {},
       {},
       {},
       {},
       {.steps = Without("signed-headers-arrived")}},
      {"header-and-query-may-differ",
       Side::kVerify,
       "Does not compare a signed x-amz-* header with the signed parameter of its name.",
       {},
       {},
       {},
       {},
       {.steps = Replaced("signature", ContradictionsPass)}},
      {"leading-zeros-refused",
       Side::kVerify,
       "Refuses X-Amz-Expires=0086400.",
       {},
       {},
       {},
       {},
       {.steps = Replaced("expires", LeadingZerosRefused)}},
  };
  return *kChanges;
}

// WithAnswers is the reference with every answer put through `amend`.
Implementation WithAnswers(void (*amend)(Answer&)) {
  const Implementation& reference = ReferenceImplementation();
  Implementation amended = reference;
  amended.presign = [&reference, amend](PresignMessage message) {
    Answer answer = reference.presign(std::move(message));
    amend(answer);
    return answer;
  };
  amended.verify = [&reference, amend](VerifyMessage message) {
    Answer answer = reference.verify(std::move(message));
    amend(answer);
    return answer;
  };
  return amended;
}

// A presigner names the class of its refusals at every level.
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

void AsIs(Answer&) {}

CorrectVariant WithErrors(std::string_view name, std::string_view what, ErrorLevel errors,
                          void (*amend)(Answer&)) {
  CorrectVariant different{name, what, WithAnswers(amend)};
  different.implementation.adapter_info.errors = errors;
  return different;
}

std::vector<CorrectVariant> Make() {
  std::vector<CorrectVariant> all;
  for (const Mutant& change : Changes())
    all.push_back({change.name, change.wrong, WithMutant(change)});
  all.push_back(WithErrors("outcomes-only", "Says no more than accepted or rejected.",
                           ErrorLevel::kOutcome, OutcomeOnly));
  all.push_back(WithErrors("classes-only", "Names the class of a refusal, no status or code.",
                           ErrorLevel::kClass, ClassOnly));
  all.push_back(WithErrors("codes-only", "Gives status and code of a refusal, nothing else.",
                           ErrorLevel::kCode, CodeOnly));
  all.push_back(WithErrors("no-stages", "Answers a presign request with the URL alone.",
                           ErrorLevel::kCode, UrlOnly));
  CorrectVariant one =
      WithErrors("one-at-a-time", "Takes one request at a time.", ErrorLevel::kCode, AsIs);
  one.implementation.adapter_info.max_inflight = 1;
  all.push_back(one);
  CorrectVariant last = WithErrors("answers-out-of-order", "Answers the last request first.",
                                   ErrorLevel::kCode, AsIs);
  last.order = AnswerOrder::kLastFirst;
  all.push_back(last);
  CorrectVariant signer =
      WithErrors("signer-only", "Signs, and does not verify.", ErrorLevel::kCode, AsIs);
  signer.implementation.adapter_info.ops = {"presign"};
  all.push_back(signer);
  CorrectVariant verifier =
      WithErrors("verifier-only", "Verifies, and does not sign.", ErrorLevel::kCode, AsIs);
  verifier.implementation.adapter_info.ops = {"verify"};
  all.push_back(verifier);
  CorrectVariant plain =
      WithErrors("no-features", "Declares nothing beyond the operations.", ErrorLevel::kCode, AsIs);
  plain.implementation.adapter_info.features = {"path-style", "virtual-hosted"};
  all.push_back(plain);
  for (CorrectVariant& different : all) {
    different.implementation.adapter_info.name =
        "countersign reference, " + std::string(different.name);
  }
  return all;
}

}  // namespace

std::span<const CorrectVariant> CorrectVariants() {
  static const auto* const kAll = new std::vector<CorrectVariant>(Make());
  return *kAll;
}

}  // namespace countersign
