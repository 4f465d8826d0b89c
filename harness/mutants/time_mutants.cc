#include <algorithm>
#include <chrono>

#include "mutants/catalogue.h"
#include "mutants/steps.h"
#include "mutants/text.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/validity_window.h"

namespace countersign {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// The step "window" with another instant of beginning or end.
template <int kMinutes>
Refusal WindowAhead(VerifyState& v) {
  const Timestamp now = v.context.now;
  if (v.date - minutes(kMinutes) > now) return Rejection{Rule::kNotYetValid, "not yet valid"};
  return CheckWindow(std::min(v.date, now), v.expires + (v.date > now ? (v.date - now).count() : 0),
                     now);
}

Refusal WindowWithGrace(VerifyState& v) {
  return CheckWindow(v.date, v.expires == 0 ? 0 : v.expires + 15 * 60, v.context.now);
}

Refusal WindowNeverEnds(VerifyState& v) {
  const Refusal refusal = TheReferences("window", v);
  if (refusal && refusal->rule == Rule::kNotYetValid) return refusal;
  return std::nullopt;
}

Refusal WindowOfHeaderAuthentication(VerifyState& v) {
  if (v.context.now > v.date + minutes(15)) return Rejection{Rule::kExpired, "skewed"};
  return TheReferences("window", v);
}

Refusal WindowOfAWeek(VerifyState& v) {
  return CheckWindow(v.date, v.expires == 0 ? 0 : kLongestLife, v.context.now);
}

Refusal WindowFromMidnight(VerifyState& v) {
  const Timestamp day = std::chrono::floor<std::chrono::days>(v.date);
  if (v.date - minutes(15) > v.context.now) return TheReferences("window", v);
  return CheckWindow(day, v.expires, std::max(v.context.now, day));
}

Refusal WindowBySummerTime(VerifyState& v) {
  return CheckWindow(v.date + hours(1), v.expires, v.context.now + minutes(45));
}

Refusal WindowInMilliseconds(VerifyState& v) {
  return CheckWindow(v.date, std::max<std::int64_t>(v.expires / 1000, v.expires == 0 ? 0 : 1),
                     v.context.now);
}

// The step "date" that also takes other forms.
Refusal LenientDate(VerifyState& v) {
  std::string text = DecodedValue(*v.given.date);
  if (const auto extended = ParseRfc3339(text)) text = FormatAmzDate(*extended);
  v.date_text = text;
  Result<Timestamp> date = ReadDate(text);
  if (!date.ok()) return std::move(date).rejection();
  v.date = date.value();
  return std::nullopt;
}

Refusal DateCutShort(VerifyState& v) {
  const Refusal refusal = TheReferences("date", v);
  if (!refusal) return refusal;
  const auto date = ParseAmzDate(v.date_text.substr(0, 16));
  if (!date) return refusal;
  v.date = *date;
  return std::nullopt;
}

Refusal UnreadableDateIsNow(VerifyState& v) {
  const Refusal refusal = TheReferences("date", v);
  if (refusal) v.date = v.context.now;
  return std::nullopt;
}

Refusal DateFromHeader(VerifyState& v) {
  const Refusal refusal = TheReferences("date", v);
  for (const HeaderField& header : v.request.headers) {
    if (SameHeaderName(header.name, "date")) v.date = v.context.now;
  }
  return refusal;
}

void Answer500(Answer& answer, const VerifyMessage&) {
  auto* reject = std::get_if<RejectAnswer>(&answer);
  if (reject == nullptr || reject->rejection_class != "bad-date") return;
  reject->status = 500;
  reject->code = "InternalError";
}

std::vector<Mutant> SignerMutants() {
  return {
      {"date-in-local-time",
       Side::kPresign,
       "Writes the local time of a machine two hours east of Greenwich.",
       {"date/is-signing-time"},
       {},
       {},
       {.request = [](PresignRequest& r) { r.now += hours(2); }}},
      {"date-with-twelve-hours",
       Side::kPresign,
       "Writes hh for HH: one in the afternoon is one at night.",
       {"date/is-signing-time"},
       {},
       {},
       {.request =
            [](PresignRequest& r) {
              const auto hour =
                  std::chrono::floor<hours>(r.now) - std::chrono::floor<std::chrono::days>(r.now);
              if (hour > hours(12)) r.now -= hours(12);
            }}},
      {"date-of-the-week-year",
       Side::kPresign,
       "Writes YYYY for yyyy: the last days of December fall into the next year.",
       {"date/is-signing-time"},
       {},
       {},
       {.request =
            [](PresignRequest& r) {
              const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(r.now)};
              if (day.month() == std::chrono::December && unsigned{day.day()} >= 29) {
                r.now += std::chrono::days(365);
              }
            }}},
      {"date-from-two-clocks",
       Side::kPresign,
       "Looks at the clock twice: around midnight, date and scope have different days.",
       {"date/is-signing-time", "credential/signing-day-stays"},
       {"minio/minio-go#2096"},
       {},
       {.unsigned_url =
            [](std::string& url, const PresignRequest& r) {
              const std::string credential = RawParameter(url, "X-Amz-Credential");
              SetRawParameter(url, "X-Amz-Credential",
                              WithAll(credential, "%2F" + FormatScopeDate(r.now) + "%2F",
                                      "%2F" + FormatScopeDate(r.now + seconds(1)) + "%2F"));
            }}},
      {"date-in-extended-format",
       Side::kPresign,
       "Writes 2013-05-24T00:00:00Z where 20130524T000000Z belongs.",
       {"date/is-signing-time"},
       {},
       {},
       {.unsigned_url =
            [](std::string& url, const PresignRequest& r) {
              SetRawParameter(url, "X-Amz-Date", UriEncode(FormatRfc3339(r.now), Slash::kEncode));
            }}},
      {"date-as-unix-time",
       Side::kPresign,
       "Writes seconds since 1970.",
       {"date/is-signing-time"},
       {},
       {},
       {.unsigned_url =
            [](std::string& url, const PresignRequest& r) {
              SetRawParameter(url, "X-Amz-Date", std::to_string(r.now.time_since_epoch().count()));
            }}},
      {"date-ends-in-2038",
       Side::kPresign,
       "Keeps the time in 32 bits.",
       {"date/is-signing-time"},
       {},
       {},
       {.request =
            [](PresignRequest& r) {
              r.now = Timestamp(seconds(static_cast<std::int32_t>(
                  static_cast<std::uint32_t>(r.now.time_since_epoch().count()))));
            }}},
      {"date-without-leap-days",
       Side::kPresign,
       "Takes the last day of February for the first of March in leap years.",
       {"date/is-signing-time"},
       {},
       {},
       {.request =
            [](PresignRequest& r) {
              const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(r.now)};
              if (day.month() == std::chrono::February && unsigned{day.day()} == 29) {
                r.now += std::chrono::days(1);
              }
            }}},
  };
}

std::vector<Mutant> ReaderMutants() {
  return {
      {"date-in-extended-format-accepted",
       Side::kVerify,
       "Reads other forms of ISO 8601 too.",
       {"date/basic-format"},
       {},
       {},
       {},
       {.steps = Replaced("date", LenientDate)}},
      {"date-cut-after-sixteen-characters",
       Side::kVerify,
       "Does not look at what follows the date.",
       {"date/basic-format"},
       {},
       {},
       {},
       {.steps = Replaced("date", DateCutShort)}},
      {"date-unreadable-means-now",
       Side::kVerify,
       "A date that it cannot read counts as the present.",
       {"date/basic-format"},
       {},
       {},
       {},
       {.steps = Replaced("date", UnreadableDateIsNow)}},
      {"date-unreadable-answers-500",
       Side::kVerify,
       "Answers a date that it cannot read with an internal error.",
       {"date/basic-format"},
       {"gaul/s3proxy@c64f68f8", "gaul/s3proxy@e6c78ffd"},
       {},
       {},
       {.answer = Answer500}},
      {"date-header-preferred",
       Side::kVerify,
       "Counts a URL's life from the Date header where one is sent.",
       {"date/date-header-ignored"},
       {},
       {},
       {},
       {.steps = Replaced("date", DateFromHeader)}},
  };
}

std::vector<Mutant> WindowMutants() {
  return {
      {"expiry-not-checked",
       Side::kVerify,
       "Never looks whether a URL has expired.",
       {"window/expired"},
       {},
       {},
       {},
       {.steps = Replaced("window", WindowNeverEnds)}},
      {"window-not-checked",
       Side::kVerify,
       "Looks neither at the beginning nor at the end of a URL's life.",
       {"window/expired", "window/not-yet-valid"},
       {},
       {},
       {},
       {.steps = Without("window")}},
      {"window-with-grace",
       Side::kVerify,
       "Accepts a URL for fifteen minutes after its end.",
       {"window/expired", "window/counted-from-date"},
       {},
       {},
       {},
       {.steps = Replaced("window", WindowWithGrace)}},
      {"window-five-minutes-ahead",
       Side::kVerify,
       "Allows clocks to run five minutes ahead, not fifteen.",
       {"window/fifteen-minutes-ahead"},
       {"openstack/swift@10d9a737d"},
       {},
       {},
       {.steps = Replaced("window", WindowAhead<5>)}},
      {"window-nothing-ahead",
       Side::kVerify,
       "Allows no clock to run ahead.",
       {"window/fifteen-minutes-ahead"},
       {},
       {},
       {},
       {.steps = Replaced("window", WindowAhead<0>)}},
      {"window-any-time-ahead",
       Side::kVerify,
       "Accepts URLs that were signed in the future.",
       {"window/not-yet-valid"},
       {},
       {},
       {},
       {.steps = Replaced("window", WindowAhead<1000000>)}},
      {"window-an-hour-ahead",
       Side::kVerify,
       "Allows clocks to run an hour ahead.",
       {"window/not-yet-valid", "window/fifteen-minutes-ahead"},
       {},
       {},
       {},
       {.steps = Replaced("window", WindowAhead<60>)}},
      {"window-of-header-authentication",
       Side::kVerify,
       "Refuses a URL that was signed more than fifteen minutes ago, as for a signed header.",
       {"window/no-skew-rule"},
       {},
       {},
       {},
       {.steps = Replaced("window", WindowOfHeaderAuthentication)}},
      {"window-always-a-week",
       Side::kVerify,
       "Lets every URL live a week.",
       {"window/expired", "window/counted-from-date"},
       {},
       {},
       {},
       {.steps = Replaced("window", WindowOfAWeek)}},
      {"window-from-midnight",
       Side::kVerify,
       "Counts a URL's life from the beginning of the day.",
       {"window/counted-from-date"},
       {},
       {},
       {},
       {.steps = Replaced("window", WindowFromMidnight)}},
      {"window-by-summer-time",
       Side::kVerify,
       "Reads the date in a time zone that is an hour behind.",
       {"window/counted-from-date", "window/fifteen-minutes-ahead", "window/expired"},
       {},
       {},
       {},
       {.steps = Replaced("window", WindowBySummerTime)}},
      {"window-in-milliseconds",
       Side::kVerify,
       "Takes X-Amz-Expires for milliseconds.",
       {"window/counted-from-date", "expires/within-a-week"},
       {},
       {},
       {},
       {.steps = Replaced("window", WindowInMilliseconds)}},
  };
}

}  // namespace

std::vector<Mutant> TimeMutants() {
  std::vector<Mutant> mutants = SignerMutants();
  for (Mutant& mutant : ReaderMutants()) mutants.push_back(std::move(mutant));
  for (Mutant& mutant : WindowMutants()) mutants.push_back(std::move(mutant));
  return mutants;
}

}  // namespace countersign
