// Mutants of X-Amz-Expires, and of the limits that credentials set to it. Listed by catalogue.h.
#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>
#include <optional>
#include <vector>

#include "mutants/answers.h"
#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "presign_input.h"
#include "sigv4/header_name.h"
#include "sigv4/signed_headers.h"
#include "sigv4/validity_window.h"

namespace countersign {
namespace {

constexpr std::int64_t kForever = 100 * 365 * 86400LL;

// CheckLifetime without the rules for which `forgotten` is true.
template <typename Forgotten>
Refusal LifetimeWithout(const PresignRequest& request, Forgotten forgotten) {
  Refusal refusal = CheckLifetime(request);
  if (refusal && forgotten(refusal->rule)) return std::nullopt;
  return refusal;
}

bool IsCredentialRule(Rule rule) {
  return rule == Rule::kCredentialStillValid || rule == Rule::kNotPastCredentialEnd;
}

bool IsKindRule(Rule rule) {
  return rule == Rule::kStsLimit || rule == Rule::kInstanceProfileLimit ||
         rule == Rule::kIamUserLimit;
}

std::string ExpiresText(const VerifyState& v) { return DecodedValue(*v.given.expires); }

// The step kExpires for another text.
Refusal Lifetime(VerifyState& v, std::string_view text) {
  Result<std::int64_t> expires = ReadExpires(text);
  if (!expires.ok()) return std::move(expires).rejection();
  v.expires = expires.value();
  return std::nullopt;
}

template <std::int64_t kLimit>
Refusal LifetimeUpTo(VerifyState& v) {
  Refusal refusal = RunReferenceStep(StepId::kExpires, v);
  const bool limited = !refusal || refusal->rule == Rule::kExpiresAtMostAWeek;
  if (!limited) return refusal;
  std::int64_t seconds = 0;
  const std::string text = ExpiresText(v);
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  v.expires = std::min(seconds, kForever);
  if (seconds <= kLimit) return std::nullopt;
  return Rejection{Rule::kExpiresAtMostAWeek, "too long"};
}

Refusal LifetimeByAtoi(VerifyState& v) {
  const std::string text = ExpiresText(v);
  const auto digits = std::find_if_not(
      text.begin(), text.end(), [](char c) { return std::isdigit(static_cast<unsigned char>(c)); });
  const std::string number(text.begin(), digits);
  return text.starts_with('-') ? Lifetime(v, text) : Lifetime(v, number.empty() ? "0" : number);
}

Refusal LifetimeAsFraction(VerifyState& v) {
  std::string text = ExpiresText(v);
  const std::size_t point = text.find('.');
  return Lifetime(v, text.substr(0, point));
}

Refusal LifetimeOfAnyNumber(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kExpires, v);
  if (refusal && refusal->rule == Rule::kExpiresNumber) v.expires = kForever;
  return refusal && refusal->rule != Rule::kExpiresNumber ? refusal : std::nullopt;
}

Refusal LifetimeInThirtyTwoBits(VerifyState& v) {
  std::uint64_t number = 0;
  for (const char c : ExpiresText(v)) {
    if (c < '0' || c > '9') return RunReferenceStep(StepId::kExpires, v);
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return Lifetime(v, std::to_string(static_cast<std::int32_t>(number)));
}

Refusal NegativeIsZero(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kExpires, v);
  if (!refusal || refusal->rule != Rule::kExpiresNonNegative) return refusal;
  v.expires = kLongestLife;
  return std::nullopt;
}

Refusal ZeroIsForever(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kExpires, v);
  if (v.expires == 0) v.expires = kForever;
  return refusal;
}

Refusal LifetimeFromHeader(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kExpires, v);
  const HeaderField* header = FindHeader(v.request.headers, "x-amz-expires");
  return header == nullptr ? refusal : Lifetime(v, header->value);
}

Refusal CompleteWithoutExpires(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kCompleteness, v);
  AuthenticationParameters given = v.given;
  if (given.expires == nullptr) given.expires = given.algorithm;
  return refusal && CheckCompleteness(given) ? refusal : std::nullopt;
}

Refusal MissingIsForever(VerifyState& v) {
  if (v.given.expires != nullptr) return RunReferenceStep(StepId::kExpires, v);
  v.expires = kForever;
  return std::nullopt;
}

Refusal ExpiresHeaderMayBeUnsigned(VerifyState& v) {
  RunReferenceStep(StepId::kHeadersSigned, v);
  std::vector<HeaderField> others = v.request.headers;
  std::erase_if(others,
                [](const HeaderField& one) { return SameHeaderName(one.name, "x-amz-expires"); });
  return CheckHeadersAreSigned(v.signed_headers, others);
}

void ExpiresOfTheFirstCall(PresignRequest& r) {
  thread_local std::optional<std::int64_t> first;
  if (!first && r.expires > 0) first = r.expires;
  if (r.expires > 0) r.expires = *first;
}

Refusal LimitOfAWeekIgnored(const PresignRequest& r) {
  return LifetimeWithout(r, [](Rule rule) { return rule == Rule::kExpiresAtMostAWeek; });
}

Refusal ExpiresZeroSigned(const PresignRequest& r) {
  return r.expires == 0 ? std::nullopt : CheckLifetime(r);
}

Refusal ExpiresNegativeSigned(const PresignRequest& r) {
  return r.expires < 0 ? std::nullopt : CheckLifetime(r);
}

Refusal ExpiresWeekRefused(const PresignRequest& r) {
  if (r.expires == kLongestLife) return Rejection{Rule::kExpiresAtMostAWeek, "too long"};
  return CheckLifetime(r);
}

void ExpiresWithAFraction(std::string& url, const PresignRequest& r) {
  SetRawParameter(url, "X-Amz-Expires", std::to_string(r.expires) + ".0");
}

void ExpiresWithDigitGroups(std::string& url, const PresignRequest& r) {
  std::string digits = std::to_string(r.expires);
  if (digits.size() > 3) digits.insert(digits.size() - 3, "%2C");
  SetRawParameter(url, "X-Amz-Expires", digits);
}

void ExpiresMixedUpWithTheHeader(PresignRequest& r) {
  if (std::erase_if(r.headers, [](const HeaderField& header) {
        return SameHeaderName(header.name, "expires");
      }) > 0) {
    r.expires = 3600;
  }
}

Refusal LimitsEndedCredentialUsed(const PresignRequest& r) {
  return LifetimeWithout(r, [](Rule rule) { return rule == Rule::kCredentialStillValid; });
}

constexpr Mutant kLifetimeSigners[] = {
    {.name = "expires-of-the-first-call",
     .mistake = "Keeps the first requested lifetime and uses it for every later URL.",
     .rules = {"expires/as-asked", "expires/within-a-week"},
     .references = {"boto/boto3#309"},
     .presign = {.request = ExpiresOfTheFirstCall}},
    {.name = "expires-above-a-week-signed",
     .mistake = "Signs lifetimes of more than a week, which no server accepts.",
     .rules = {"expires/at-most-a-week", "limits/iam-user"},
     .references = {"bryanjos/aws_auth#31"},
     .presign = {.check = LimitOfAWeekIgnored}},
    {.name = "expires-cut-to-a-week",
     .mistake = "Silently shortens every longer lifetime to a week.",
     .rules = {"expires/at-most-a-week"},
     .presign = {.request =
                     [](PresignRequest& r) { r.expires = std::min(r.expires, kLongestLife); },
                 .check = LimitOfAWeekIgnored}},
    {.name = "expires-zero-signed",
     .mistake = "Signs a lifetime of zero.",
     .rules = {"expires/at-least-one"},
     .references = {"aws/aws-sdk-go#1624", "aws/aws-sdk-ruby#2192"},
     .presign = {.check = ExpiresZeroSigned}},
    {.name = "expires-negative-signed",
     .mistake = "Signs a negative lifetime.",
     .rules = {"expires/at-least-one"},
     .references = {"catalyst/moodle-tool_objectfs#270"},
     .presign = {.check = ExpiresNegativeSigned}},
    {.name = "expires-week-refused",
     .mistake = "Refuses exactly a week: it checks < 604800 instead of <= 604800.",
     .rules = {"expires/within-a-week", "limits/sts", "limits/iam-user"},
     .references = {"aws-amplify/amplify-flutter#1683"},
     .presign = {.check = ExpiresWeekRefused}},
    {.name = "expires-in-milliseconds",
     .mistake = "Writes X-Amz-Expires in milliseconds.",
     .rules = {"expires/as-asked"},
     .presign = {.request = [](PresignRequest& r) { r.expires *= 1000; }, .check = CheckLifetime}},
    {.name = "expires-as-end",
     .mistake = "Writes the time at which the URL expires, not the number of seconds.",
     .rules = {"expires/as-asked"},
     .presign = {.request =
                     [](PresignRequest& r) { r.expires += r.now.time_since_epoch().count(); },
                 .check = CheckLifetime}},
    {.name = "expires-with-a-fraction",
     .mistake = "Writes X-Amz-Expires as a floating point number: 86400.0.",
     .rules = {"expires/as-asked"},
     .references = {"AFNetworking/AFAmazonS3Manager#80"},
     .presign = {.unsigned_url = ExpiresWithAFraction}},
    {.name = "expires-with-digit-groups",
     .mistake = "Writes X-Amz-Expires with digit groups, as the locale does: 86,400.",
     .rules = {"expires/as-asked"},
     .presign = {.unsigned_url = ExpiresWithDigitGroups}},
    {.name = "expires-default-for-all",
     .mistake = "Ignores the requested lifetime and writes an hour.",
     .rules = {"expires/as-asked"},
     .presign = {.request = [](PresignRequest& r) { r.expires = 3600; }, .check = CheckLifetime}},
    {.name = "expires-mixed-up-with-the-header",
     .mistake = "Confuses the Expires header of the object with the lifetime of the URL.",
     .rules = {"signed-headers/exactly-asked", "expires/as-asked"},
     .references = {"aws/aws-sdk-go-v2#2523", "aws/aws-sdk-js#1015"},
     .presign = {.request = ExpiresMixedUpWithTheHeader}},
    {.name = "limits-end-of-credential-ignored",
     .mistake = "Signs URLs that last longer than the temporary credential.",
     .rules = {"limits/credential-end", "limits/credential-still-valid"},
     .references = {"apache/opendal-reqsign#771", "aws/aws-sdk-ruby#2872"},
     .presign = {.check =
                     [](const PresignRequest& r) { return LifetimeWithout(r, IsCredentialRule); }}},
    {.name = "limits-ended-credential-used",
     .mistake = "Signs with a credential that has expired.",
     .rules = {"limits/credential-still-valid"},
     .references = {"apache/opendal-reqsign#771"},
     .presign = {.check = LimitsEndedCredentialUsed}},
    {.name = "limits-of-kinds-ignored",
     .mistake = "Allows a week for the credentials of a role or an instance, as for a user's.",
     .rules = {"limits/sts", "limits/instance-profile"},
     .presign = {.check = [](const PresignRequest& r) { return LifetimeWithout(r, IsKindRule); }}},
};

void ExpiresUnreadableAnswers500(Answer& answer, const VerifyMessage&) {
  ReplaceError(answer, "bad-expires", 500, "InternalError");
}

void ExpiresTooLongAnswersAccessDenied(Answer& answer, const VerifyMessage&) {
  ReplaceError(answer, "expires-too-long", 403, "AccessDenied");
}

void ExpiredAnswersSignatureMismatch(Answer& answer, const VerifyMessage&) {
  ReplaceError(answer, "expired", 403, "SignatureDoesNotMatch");
}

constexpr Mutant kLifetimeVerifiers[] = {
    {.name = "expires-week-not-accepted",
     .mistake = "Refuses exactly a week.",
     .rules = {"expires/within-a-week"},
     .references = {"aws-amplify/amplify-flutter#1683"},
     .verify = {.steps = {Replace(StepId::kExpires, LifetimeUpTo<kLongestLife - 1>)}}},
    {.name = "expires-second-above-a-week-accepted",
     .mistake = "Accepts a lifetime of one second more than a week.",
     .rules = {"expires/at-most-a-week"},
     .references = {"aws-amplify/amplify-flutter#1683"},
     .verify = {.steps = {Replace(StepId::kExpires, LifetimeUpTo<kLongestLife + 1>)}}},
    {.name = "expires-limit-in-milliseconds",
     .mistake = "Compares seconds with a week in milliseconds: it accepts nineteen years.",
     .rules = {"expires/at-most-a-week"},
     .references = {"noobaa/noobaa-core@24ee56f00"},
     .verify = {.steps = {Replace(StepId::kExpires, LifetimeUpTo<kLongestLife * 1000>)}}},
    {.name = "expires-without-limit",
     .mistake = "Accepts any lifetime, however long.",
     .rules = {"expires/at-most-a-week", "expires/large-integers"},
     .verify = {.steps = {Replace(StepId::kExpires,
                                  LifetimeUpTo<std::numeric_limits<std::int64_t>::max()>)}}},
    {.name = "expires-read-up-to-a-letter",
     .mistake = "Reads digits and ignores what follows them, as atoi does.",
     .rules = {"expires/number"},
     .verify = {.steps = {Replace(StepId::kExpires, LifetimeByAtoi)}}},
    {.name = "expires-fraction-cut",
     .mistake = "Accepts a number with a fraction and drops the fraction.",
     .rules = {"expires/number"},
     .verify = {.steps = {Replace(StepId::kExpires, LifetimeAsFraction)}}},
    {.name = "expires-unreadable-means-for-ever",
     .mistake = "Treats a lifetime that it cannot read as unlimited.",
     .rules = {"expires/number"},
     .verify = {.steps = {Replace(StepId::kExpires, LifetimeOfAnyNumber)}}},
    {.name = "expires-missing-means-for-ever",
     .mistake = "Treats a URL without X-Amz-Expires as valid forever.",
     .rules = {"parameters/all-six-required"},
     .verify = {.steps = {Replace(StepId::kCompleteness, CompleteWithoutExpires),
                          Replace(StepId::kExpires, MissingIsForever)}}},
    {.name = "expires-negative-accepted",
     .mistake = "Accepts a negative lifetime.",
     .rules = {"expires/non-negative"},
     .verify = {.steps = {Replace(StepId::kExpires, NegativeIsZero)}}},
    {.name = "expires-zero-means-for-ever",
     .mistake = "Treats a lifetime of zero as unlimited.",
     .rules = {"expires/zero"},
     .verify = {.steps = {Replace(StepId::kExpires, ZeroIsForever)}}},
    {.name = "expires-in-32-bits",
     .mistake = "Keeps the lifetime in 32 bits: a large one wraps around to a short one.",
     .rules = {"expires/large-integers", "expires/at-most-a-week"},
     .verify = {.steps = {Replace(StepId::kExpires, LifetimeInThirtyTwoBits)}}},
    {.name = "expires-from-a-header",
     .mistake = "An X-Amz-Expires header overrides the signed parameter.",
     .rules = {"expires/header-never-overrides"},
     .verify = {.steps = {Replace(StepId::kExpires, LifetimeFromHeader),
                          Replace(StepId::kHeadersSigned, ExpiresHeaderMayBeUnsigned)}}},
    {.name = "expires-unreadable-answers-500",
     .mistake = "Answers a lifetime that it cannot read with an internal error.",
     .rules = {"expires/number"},
     .references = {"gaul/s3proxy@c64f68f8", "gaul/s3proxy@e6c78ffd"},
     .verify = {.answer = ExpiresUnreadableAnswers500}},
    {.name = "expires-too-long-answers-access-denied",
     .mistake = "Answers a lifetime of more than a week with a general AccessDenied.",
     .rules = {"expires/at-most-a-week"},
     .verify = {.answer = ExpiresTooLongAnswersAccessDenied}},
    {.name = "expired-answers-signature-mismatch",
     .mistake = "Answers an expired URL as if its signature were wrong.",
     .rules = {"window/expired"},
     .verify = {.answer = ExpiredAnswersSignatureMismatch}},
};

}  // namespace

MutantTables LifetimeMutants() { return {kLifetimeSigners, kLifetimeVerifiers}; }

}  // namespace countersign
