#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>
#include <optional>

#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "presign_input.h"
#include "sigv4/header_name.h"
#include "sigv4/validity_window.h"

namespace countersign {
namespace {

constexpr std::int64_t kForEver = 100 * 365 * 86400LL;

// CheckLifetime, but for those of its rules that `forgotten` names.
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

// The step "expires" as written by somebody who reads numbers otherwise.
Refusal Lifetime(VerifyState& v, std::string_view text) {
  Result<std::int64_t> expires = ReadExpires(text);
  if (!expires.ok()) return std::move(expires).rejection();
  v.expires = expires.value();
  return std::nullopt;
}

template <std::int64_t kLimit>
Refusal LifetimeUpTo(VerifyState& v) {
  Refusal refusal = TheReferences("expires", v);
  const bool limited = !refusal || refusal->rule == Rule::kExpiresAtMostAWeek;
  if (!limited) return refusal;
  std::int64_t seconds = 0;
  const std::string text = ExpiresText(v);
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  v.expires = std::min(seconds, kForEver);
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
  const Refusal refusal = TheReferences("expires", v);
  if (refusal && refusal->rule == Rule::kExpiresNumber) v.expires = kForEver;
  return refusal && refusal->rule != Rule::kExpiresNumber ? refusal : std::nullopt;
}

Refusal LifetimeInThirtyTwoBits(VerifyState& v) {
  std::uint64_t number = 0;
  for (const char c : ExpiresText(v)) {
    if (c < '0' || c > '9') return TheReferences("expires", v);
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return Lifetime(v, std::to_string(static_cast<std::int32_t>(number)));
}

Refusal NegativeIsZero(VerifyState& v) {
  const Refusal refusal = TheReferences("expires", v);
  if (!refusal || refusal->rule != Rule::kExpiresNonNegative) return refusal;
  v.expires = kLongestLife;
  return std::nullopt;
}

Refusal ZeroIsForEver(VerifyState& v) {
  const Refusal refusal = TheReferences("expires", v);
  if (v.expires == 0) v.expires = kForEver;
  return refusal;
}

Refusal LifetimeFromHeader(VerifyState& v) {
  const Refusal refusal = TheReferences("expires", v);
  for (const HeaderField& header : v.request.headers) {
    if (SameHeaderName(header.name, "x-amz-expires")) return Lifetime(v, header.value);
  }
  return refusal;
}

// A missing X-Amz-Expires passes for a long life.
std::vector<VerifyStep> MissingIsForEver() {
  std::vector<VerifyStep> steps = Replaced("completeness", [](VerifyState& v) {
    const Refusal refusal = TheReferences("completeness", v);
    AuthenticationParameters given = v.given;
    if (given.expires == nullptr) given.expires = given.algorithm;
    return refusal && CheckCompleteness(given) ? refusal : std::nullopt;
  });
  for (VerifyStep& step : steps) {
    if (step.name != "expires") continue;
    step.check = [](VerifyState& v) -> Refusal {
      if (v.given.expires != nullptr) return TheReferences("expires", v);
      v.expires = kForEver;
      return std::nullopt;
    };
  }
  return steps;
}

void SetStatus(Answer& answer, std::string_view rejection_class, int status, const char* code) {
  auto* reject = std::get_if<RejectAnswer>(&answer);
  if (reject == nullptr || reject->rejection_class != rejection_class) return;
  reject->status = status;
  reject->code = code;
}

std::vector<Mutant> SignerMutants() {
  return {
      {"expires-of-the-first-call",
       Side::kPresign,
       "The client keeps the first lifetime it was asked for and uses it for every later URL.",
       {"expires/as-asked", "expires/within-a-week"},
       {"boto/boto3#309"},
       {},
       {.request =
            [](PresignRequest& r) {
              thread_local std::optional<std::int64_t> first;
              if (!first && r.expires > 0) first = r.expires;
              if (r.expires > 0) r.expires = *first;
            }}},
      {"expires-above-a-week-signed",
       Side::kPresign,
       "Signs lifetimes of more than a week, which no server accepts.",
       {"expires/at-most-a-week", "limits/iam-user"},
       {"bryanjos/aws_auth#31"},
       {},
       {.check =
            [](const PresignRequest& r) {
              return LifetimeWithout(r,
                                     [](Rule rule) { return rule == Rule::kExpiresAtMostAWeek; });
            }}},
      {"expires-cut-to-a-week",
       Side::kPresign,
       "Silently makes a week of every longer lifetime.",
       {"expires/at-most-a-week"},
       {},
       {},
       {.request = [](PresignRequest& r) { r.expires = std::min(r.expires, kLongestLife); },
        .check =
            [](const PresignRequest& r) {
              return LifetimeWithout(r,
                                     [](Rule rule) { return rule == Rule::kExpiresAtMostAWeek; });
            }}},
      {"expires-zero-signed",
       Side::kPresign,
       "Signs a lifetime of zero.",
       {"expires/at-least-one"},
       {"aws/aws-sdk-go#1624", "aws/aws-sdk-ruby#2192"},
       {},
       {.check =
            [](const PresignRequest& r) {
              return r.expires == 0 ? std::nullopt : CheckLifetime(r);
            }}},
      {"expires-negative-signed",
       Side::kPresign,
       "Signs a negative lifetime.",
       {"expires/at-least-one"},
       {"catalyst/moodle-tool_objectfs#270"},
       {},
       {.check =
            [](const PresignRequest& r) {
              return r.expires < 0 ? std::nullopt : CheckLifetime(r);
            }}},
      {"expires-week-refused",
       Side::kPresign,
       "Takes a week for too long: < 604800 where <= belongs.",
       {"expires/within-a-week", "limits/sts", "limits/iam-user"},
       {"aws-amplify/amplify-flutter#1683"},
       {},
       {.check = [](const PresignRequest& r) -> Refusal {
         if (r.expires == kLongestLife) return Rejection{Rule::kExpiresAtMostAWeek, "too long"};
         return CheckLifetime(r);
       }}},
      {"expires-in-milliseconds",
       Side::kPresign,
       "Writes milliseconds.",
       {"expires/as-asked"},
       {},
       {},
       {.request = [](PresignRequest& r) { r.expires *= 1000; }, .check = CheckLifetime}},
      {"expires-as-end",
       Side::kPresign,
       "Writes the instant at which the URL ends.",
       {"expires/as-asked"},
       {},
       {},
       {.request = [](PresignRequest& r) { r.expires += r.now.time_since_epoch().count(); },
        .check = CheckLifetime}},
      {"expires-with-a-fraction",
       Side::kPresign,
       "Writes a floating point number: 86400.0.",
       {"expires/as-asked"},
       {"AFNetworking/AFAmazonS3Manager#80"},
       {},
       {.unsigned_url =
            [](std::string& url, const PresignRequest& r) {
              SetRawParameter(url, "X-Amz-Expires", std::to_string(r.expires) + ".0");
            }}},
      {"expires-with-digit-groups",
       Side::kPresign,
       "Writes the number as the machine's language does: 86,400.",
       {"expires/as-asked"},
       {},
       {},
       {.unsigned_url =
            [](std::string& url, const PresignRequest& r) {
              std::string digits = std::to_string(r.expires);
              if (digits.size() > 3) digits.insert(digits.size() - 3, "%2C");
              SetRawParameter(url, "X-Amz-Expires", digits);
            }}},
      {"expires-default-for-all",
       Side::kPresign,
       "Ignores the lifetime asked for and writes an hour.",
       {"expires/as-asked"},
       {},
       {},
       {.request = [](PresignRequest& r) { r.expires = 3600; }, .check = CheckLifetime}},
      {"expires-mixed-up-with-the-header",
       Side::kPresign,
       "Takes the object's Expires header for the URL's lifetime.",
       {"signed-headers/exactly-asked", "expires/as-asked"},
       {"aws/aws-sdk-go-v2#2523", "aws/aws-sdk-js#1015"},
       {},
       {.request =
            [](PresignRequest& r) {
              if (std::erase_if(r.headers, [](const HeaderField& header) {
                    return SameHeaderName(header.name, "expires");
                  }) > 0) {
                r.expires = 3600;
              }
            }}},
      {"limits-end-of-credential-ignored",
       Side::kPresign,
       "Signs URLs that outlive the temporary credential.",
       {"limits/credential-end", "limits/credential-still-valid"},
       {"apache/opendal-reqsign#771", "aws/aws-sdk-ruby#2872"},
       {},
       {.check = [](const PresignRequest& r) { return LifetimeWithout(r, IsCredentialRule); }}},
      {"limits-ended-credential-used",
       Side::kPresign,
       "Signs with a credential that has ended.",
       {"limits/credential-still-valid"},
       {"apache/opendal-reqsign#771"},
       {},
       {.check =
            [](const PresignRequest& r) {
              return LifetimeWithout(r,
                                     [](Rule rule) { return rule == Rule::kCredentialStillValid; });
            }}},
      {"limits-of-kinds-ignored",
       Side::kPresign,
       "Gives a role's or an instance's URL a week, as a user's.",
       {"limits/sts", "limits/instance-profile"},
       {},
       {},
       {.check = [](const PresignRequest& r) { return LifetimeWithout(r, IsKindRule); }}},
  };
}

std::vector<Mutant> ReaderMutants() {
  return {
      {"expires-week-not-accepted",
       Side::kVerify,
       "Refuses exactly a week.",
       {"expires/within-a-week"},
       {"aws-amplify/amplify-flutter#1683"},
       {},
       {},
       {.steps = Replaced("expires", LifetimeUpTo<kLongestLife - 1>)}},
      {"expires-second-above-a-week-accepted",
       Side::kVerify,
       "Accepts a second more than a week.",
       {"expires/at-most-a-week"},
       {"aws-amplify/amplify-flutter#1683"},
       {},
       {},
       {.steps = Replaced("expires", LifetimeUpTo<kLongestLife + 1>)}},
      {"expires-limit-in-milliseconds",
       Side::kVerify,
       "Compares seconds with a week in milliseconds: nineteen years pass.",
       {"expires/at-most-a-week"},
       {"noobaa/noobaa-core@24ee56f00"},
       {},
       {},
       {.steps = Replaced("expires", LifetimeUpTo<kLongestLife * 1000>)}},
      {"expires-without-limit",
       Side::kVerify,
       "Knows no longest life.",
       {"expires/at-most-a-week", "expires/large-integers"},
       {},
       {},
       {},
       {.steps = Replaced("expires", LifetimeUpTo<std::numeric_limits<std::int64_t>::max()>)}},
      {"expires-read-up-to-a-letter",
       Side::kVerify,
       "Reads digits and ignores what follows them, as atoi does.",
       {"expires/number"},
       {},
       {},
       {},
       {.steps = Replaced("expires", LifetimeByAtoi)}},
      {"expires-fraction-cut",
       Side::kVerify,
       "Accepts a fraction and cuts it.",
       {"expires/number"},
       {},
       {},
       {},
       {.steps = Replaced("expires", LifetimeAsFraction)}},
      {"expires-unreadable-means-for-ever",
       Side::kVerify,
       "A lifetime that it cannot read never ends.",
       {"expires/number"},
       {},
       {},
       {},
       {.steps = Replaced("expires", LifetimeOfAnyNumber)}},
      {"expires-missing-means-for-ever",
       Side::kVerify,
       "A URL without X-Amz-Expires never ends.",
       {"parameters/all-six-required"},
       {},
       {},
       {},
       {.steps = MissingIsForEver()}},
      {"expires-negative-accepted",
       Side::kVerify,
       "Accepts a negative lifetime.",
       {"expires/non-negative"},
       {},
       {},
       {},
       {.steps = Replaced("expires", NegativeIsZero)}},
      {"expires-zero-means-for-ever",
       Side::kVerify,
       "Takes zero for 'no limit'.",
       {"expires/zero"},
       {},
       {},
       {},
       {.steps = Replaced("expires", ZeroIsForEver)}},
      {"expires-in-32-bits",
       Side::kVerify,
       "Keeps the lifetime in 32 bits: a large one wraps round to a short one.",
       {"expires/large-integers", "expires/at-most-a-week"},
       {},
       {},
       {},
       {.steps = Replaced("expires", LifetimeInThirtyTwoBits)}},
      {"expires-from-a-header",
       Side::kVerify,
       "An X-Amz-Expires header overrides the signed parameter.",
       {"expires/header-never-overrides"},
       {},
       {},
       {},
       {.steps =
            [] {
              std::vector<VerifyStep> steps = Replaced("expires", LifetimeFromHeader);
              for (VerifyStep& step : steps) {
                if (step.name == "headers-signed") {
                  step.check = [](VerifyState& v) -> Refusal {
                    TheReferences("headers-signed", v);
                    return std::nullopt;
                  };
                }
              }
              return steps;
            }()}},
      {"expires-unreadable-answers-500",
       Side::kVerify,
       "Answers a lifetime that it cannot read with an internal error.",
       {"expires/number"},
       {"gaul/s3proxy@c64f68f8", "gaul/s3proxy@e6c78ffd"},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage&) {
              SetStatus(answer, "bad-expires", 500, "InternalError");
            }}},
      {"expires-too-long-answers-access-denied",
       Side::kVerify,
       "Answers a lifetime of more than a week with a general refusal.",
       {"expires/at-most-a-week"},
       {},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage&) {
              SetStatus(answer, "expires-too-long", 403, "AccessDenied");
            }}},
      {"expired-answers-signature-mismatch",
       Side::kVerify,
       "Answers an expired URL as if its signature were wrong.",
       {"window/expired"},
       {},
       {},
       {},
       {.answer =
            [](Answer& answer, const VerifyMessage&) {
              SetStatus(answer, "expired", 403, "SignatureDoesNotMatch");
            }}},
  };
}

}  // namespace

std::vector<Mutant> LifetimeMutants() {
  std::vector<Mutant> mutants = SignerMutants();
  for (Mutant& mutant : ReaderMutants()) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace countersign
