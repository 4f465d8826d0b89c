// Mutants of X-Amz-Date and the validity window. Listed by catalogue.h.
#include <algorithm>
#include <chrono>

#include "mutants/answers.h"
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

// The step kWindow with another start or end.
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
  const Refusal refusal = RunReferenceStep(StepId::kWindow, v);
  if (refusal && refusal->rule == Rule::kNotYetValid) return refusal;
  return std::nullopt;
}

Refusal WindowOfHeaderAuthentication(VerifyState& v) {
  if (v.context.now > v.date + minutes(15)) return Rejection{Rule::kExpired, "skewed"};
  return RunReferenceStep(StepId::kWindow, v);
}

Refusal WindowOfAWeek(VerifyState& v) {
  return CheckWindow(v.date, v.expires == 0 ? 0 : kLongestLife, v.context.now);
}

Refusal WindowFromMidnight(VerifyState& v) {
  const Timestamp day = std::chrono::floor<std::chrono::days>(v.date);
  if (v.date - minutes(15) > v.context.now) return RunReferenceStep(StepId::kWindow, v);
  return CheckWindow(day, v.expires, std::max(v.context.now, day));
}

Refusal WindowBySummerTime(VerifyState& v) {
  return CheckWindow(v.date + hours(1), v.expires, v.context.now + minutes(45));
}

Refusal WindowInMilliseconds(VerifyState& v) {
  return CheckWindow(v.date, std::max<std::int64_t>(v.expires / 1000, v.expires == 0 ? 0 : 1),
                     v.context.now);
}

// The step kDate that also accepts other formats.
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
  const Refusal refusal = RunReferenceStep(StepId::kDate, v);
  if (!refusal) return refusal;
  const auto date = ParseAmzDate(v.date_text.substr(0, 16));
  if (!date) return refusal;
  v.date = *date;
  return std::nullopt;
}

Refusal UnreadableDateIsNow(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kDate, v);
  if (refusal) v.date = v.context.now;
  return std::nullopt;
}

Refusal DateFromHeader(VerifyState& v) {
  const Refusal refusal = RunReferenceStep(StepId::kDate, v);
  if (FindHeader(v.request.headers, "date") != nullptr) v.date = v.context.now;
  return refusal;
}

void DateWithTwelveHours(PresignRequest& r) {
  const auto hour = std::chrono::floor<hours>(r.now) - std::chrono::floor<std::chrono::days>(r.now);
  if (hour > hours(12)) r.now -= hours(12);
}

void DateOfTheWeekYear(PresignRequest& r) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(r.now)};
  if (day.month() == std::chrono::December && unsigned{day.day()} >= 29) {
    r.now += std::chrono::days(365);
  }
}

void DateFromTwoClocks(std::string& url, const PresignRequest& r) {
  const std::string credential = RawParameter(url, "X-Amz-Credential");
  SetRawParameter(url, "X-Amz-Credential",
                  WithAll(credential, "%2F" + FormatScopeDate(r.now) + "%2F",
                          "%2F" + FormatScopeDate(r.now + seconds(1)) + "%2F"));
}

void DateInExtendedFormat(std::string& url, const PresignRequest& r) {
  SetRawParameter(url, "X-Amz-Date", UriEncode(FormatRfc3339(r.now), Slash::kEncode));
}

void DateAsUnixTime(std::string& url, const PresignRequest& r) {
  SetRawParameter(url, "X-Amz-Date", std::to_string(r.now.time_since_epoch().count()));
}

void DateEndsIn2038(PresignRequest& r) {
  r.now = Timestamp(seconds(
      static_cast<std::int32_t>(static_cast<std::uint32_t>(r.now.time_since_epoch().count()))));
}

void DateWithoutLeapDays(PresignRequest& r) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(r.now)};
  if (day.month() == std::chrono::February && unsigned{day.day()} == 29) {
    r.now += std::chrono::days(1);
  }
}

constexpr Mutant kTimeSigners[] = {
    {.name = "date-in-local-time",
     .mistake = "Writes the local time of a machine two hours east of Greenwich.",
     .rules = {"date/is-signing-time"},
     .presign = {.request = [](PresignRequest& r) { r.now += hours(2); }}},
    {.name = "date-with-twelve-hours",
     .mistake = "Formats the date with hh instead of HH: 13:00 becomes 01:00.",
     .rules = {"date/is-signing-time"},
     .presign = {.request = DateWithTwelveHours}},
    {.name = "date-of-the-week-year",
     .mistake = "Formats the date with YYYY instead of yyyy: late December gets the next year.",
     .rules = {"date/is-signing-time"},
     .presign = {.request = DateOfTheWeekYear}},
    {.name = "date-from-two-clocks",
     .mistake = "Reads the clock twice: around midnight, date and scope have different days.",
     .rules = {"date/is-signing-time", "credential/signing-day-stays"},
     .references = {"aws/aws-sdk-java#753"},
     .presign = {.unsigned_url = DateFromTwoClocks}},
    {.name = "date-in-extended-format",
     .mistake = "Writes 2013-05-24T00:00:00Z instead of 20130524T000000Z.",
     .rules = {"date/is-signing-time"},
     .presign = {.unsigned_url = DateInExtendedFormat}},
    {.name = "date-as-unix-time",
     .mistake = "Writes X-Amz-Date in seconds since 1970.",
     .rules = {"date/is-signing-time"},
     .presign = {.unsigned_url = DateAsUnixTime}},
    {.name = "date-ends-in-2038",
     .mistake = "Keeps the time in 32 bits, which end in 2038.",
     .rules = {"date/is-signing-time"},
     .presign = {.request = DateEndsIn2038}},
    {.name = "date-without-leap-days",
     .mistake = "Writes 1 March instead of 29 February in leap years.",
     .rules = {"date/is-signing-time"},
     .presign = {.request = DateWithoutLeapDays}},
};

void DateUnreadableAnswers500(Answer& answer, const VerifyMessage&) {
  ReplaceError(answer, "bad-date", 500, "InternalError");
}

constexpr Mutant kDates[] = {
    {.name = "date-in-extended-format-accepted",
     .mistake = "Accepts other ISO 8601 formats as well.",
     .rules = {"date/basic-format"},
     .verify = {.steps = {Replace(StepId::kDate, LenientDate)}}},
    {.name = "date-cut-after-sixteen-characters",
     .mistake = "Ignores text after the sixteen characters of the date.",
     .rules = {"date/basic-format"},
     .verify = {.steps = {Replace(StepId::kDate, DateCutShort)}}},
    {.name = "date-unreadable-means-now",
     .mistake = "Uses the current time if it cannot read the date.",
     .rules = {"date/basic-format"},
     .verify = {.steps = {Replace(StepId::kDate, UnreadableDateIsNow)}}},
    {.name = "date-unreadable-answers-500",
     .mistake = "Answers a date that it cannot read with an internal error.",
     .rules = {"date/basic-format"},
     .references = {"gaul/s3proxy@c64f68f8", "gaul/s3proxy@e6c78ffd"},
     .verify = {.answer = DateUnreadableAnswers500}},
    {.name = "date-header-preferred",
     .mistake = "Counts the lifetime from the Date header if one is sent.",
     .rules = {"date/date-header-ignored"},
     .verify = {.steps = {Replace(StepId::kDate, DateFromHeader)}}},
};

constexpr Mutant kWindows[] = {
    {.name = "expiry-not-checked",
     .mistake = "Never checks whether a URL has expired.",
     .rules = {"window/expired"},
     .verify = {.steps = {Replace(StepId::kWindow, WindowNeverEnds)}}},
    {.name = "window-not-checked",
     .mistake = "Checks neither the start nor the end of a URL's validity.",
     .rules = {"window/expired", "window/not-yet-valid"},
     .verify = {.steps = {LeaveOut(StepId::kWindow)}}},
    {.name = "window-with-grace",
     .mistake = "Accepts a URL for fifteen minutes after it has expired.",
     .rules = {"window/expired", "window/counted-from-date"},
     .verify = {.steps = {Replace(StepId::kWindow, WindowWithGrace)}}},
    {.name = "window-five-minutes-ahead",
     .mistake = "Allows clocks to run five minutes ahead, not fifteen.",
     .rules = {"window/fifteen-minutes-ahead"},
     .references = {"openstack/swift@10d9a737d"},
     .verify = {.steps = {Replace(StepId::kWindow, WindowAhead<5>)}}},
    {.name = "window-nothing-ahead",
     .mistake = "Refuses a URL that is dated even a second in the future.",
     .rules = {"window/fifteen-minutes-ahead"},
     .verify = {.steps = {Replace(StepId::kWindow, WindowAhead<0>)}}},
    {.name = "window-any-time-ahead",
     .mistake = "Accepts URLs that were signed in the future.",
     .rules = {"window/not-yet-valid"},
     .verify = {.steps = {Replace(StepId::kWindow, WindowAhead<1000000>)}}},
    {.name = "window-an-hour-ahead",
     .mistake = "Allows clocks to run an hour ahead.",
     .rules = {"window/not-yet-valid", "window/fifteen-minutes-ahead"},
     .verify = {.steps = {Replace(StepId::kWindow, WindowAhead<60>)}}},
    {.name = "window-of-header-authentication",
     .mistake = "Refuses a URL that was signed more than fifteen minutes ago, as for header "
                "authentication.",
     .rules = {"window/no-skew-rule"},
     .verify = {.steps = {Replace(StepId::kWindow, WindowOfHeaderAuthentication)}}},
    {.name = "window-always-a-week",
     .mistake = "Accepts every URL for a week.",
     .rules = {"window/expired", "window/counted-from-date"},
     .verify = {.steps = {Replace(StepId::kWindow, WindowOfAWeek)}}},
    {.name = "window-from-midnight",
     .mistake = "Counts the lifetime from the start of the day.",
     .rules = {"window/counted-from-date"},
     .verify = {.steps = {Replace(StepId::kWindow, WindowFromMidnight)}}},
    {.name = "window-by-summer-time",
     .mistake = "Reads the date in a time zone that is an hour behind.",
     .rules = {"window/counted-from-date", "window/fifteen-minutes-ahead", "window/expired"},
     .verify = {.steps = {Replace(StepId::kWindow, WindowBySummerTime)}}},
    {.name = "window-in-milliseconds",
     .mistake = "Reads X-Amz-Expires as milliseconds.",
     .rules = {"window/counted-from-date", "expires/within-a-week"},
     .verify = {.steps = {Replace(StepId::kWindow, WindowInMilliseconds)}}},
};

}  // namespace

MutantTables TimeMutants() { return {kTimeSigners, kDates, kWindows}; }

}  // namespace countersign
