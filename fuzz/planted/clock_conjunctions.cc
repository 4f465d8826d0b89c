// Tier 2: planted bugs in the verifier that show only if a condition of time and another one meet.
// Part of Conjunctions() (conjunctions.h).
#include <chrono>
#include <string>

#include "mutants/steps.h"
#include "planted/conjunctions.h"
#include "sigv4/timestamp.h"

namespace countersign::fuzz {
namespace {

using Seconds = std::chrono::seconds;

std::chrono::year_month_day DayOf(Timestamp time) {
  return std::chrono::floor<std::chrono::days>(time);
}

Rejection Expired() { return {Rule::kExpired, "Request has expired"}; }

Refusal RefuseAWeekUnderAnEncodedSlash(VerifyState& v) {
  constexpr std::int64_t kWeek = 604'800;
  if (v.expires == kWeek && HasRepeatedName(v.query) &&
      v.target.raw_path.find("%2F") != std::string_view::npos) {
    return Expired();
  }
  return RunReferenceStep(StepId::kWindow, v);
}

Refusal RefuseTheLastSecondOfASession(VerifyState& v) {
  const bool last = v.context.now == v.date + Seconds(v.expires);
  if (last && v.given.security_token != nullptr) return Expired();
  return RunReferenceStep(StepId::kWindow, v);
}

// Counts days within a year.
Refusal RefuseLastYearsUrls(VerifyState& v) {
  if (v.expires > 86'400 && DayOf(v.context.now).year() > DayOf(v.date).year()) return Expired();
  return RunReferenceStep(StepId::kWindow, v);
}

Refusal ScopeDateOnLeapDays(VerifyState& v) {
  Refusal refusal = RunReferenceStep(StepId::kScopeDate, v);
  const bool leap_day =
      DayOf(v.date).month() == std::chrono::February && DayOf(v.date).day() == std::chrono::day(29);
  return leap_day ? std::nullopt : refusal;
}

Refusal EndedSessionOfALongUrl(VerifyState& v) {
  Refusal refusal = RunReferenceStep(StepId::kToken, v);
  if (!refusal || refusal->rule != Rule::kTokenExpired) return refusal;
  return v.expires > 86'400 ? std::nullopt : refusal;
}

// Constants, because the bug is chosen before main.
constexpr Mutant kMutants[] = {
    {.name = "week-refused-under-an-encoded-slash",
     .mistake = "A repeated parameter, %2F in the path and a lifetime of exactly a week: expired.",
     .verify = {.steps = {Replace(StepId::kWindow, RefuseAWeekUnderAnEncodedSlash)}}},
    {.name = "last-second-of-a-session-refused",
     .mistake = "A session token, in the last second of the URL's lifetime: expired.",
     .verify = {.steps = {Replace(StepId::kWindow, RefuseTheLastSecondOfASession)}}},
    {.name = "last-years-url-refused",
     .mistake = "Signed for more than a day, and used in the next year: expired.",
     .verify = {.steps = {Replace(StepId::kWindow, RefuseLastYearsUrls)}}},
    {.name = "scope-date-unchecked-on-leap-days",
     .mistake = "Signed on 29 February with another day in the scope: accepted.",
     .verify = {.steps = {Replace(StepId::kScopeDate, ScopeDateOnLeapDays)}}},
    {.name = "ended-session-of-a-long-url",
     .mistake = "An expired session, and a URL for more than a day: accepted.",
     .verify = {.steps = {Replace(StepId::kToken, EndedSessionOfALongUrl)}}},
};

}  // namespace

std::vector<PlantedBug> ClockConjunctions() {
  return {{2, "verify_request", "aws-amplify/amplify-flutter#1683 (2022)", &kMutants[0]},
          {2, "verify_request", "scality/Arsenal@64edb99a (2017)", &kMutants[1]},
          {2, "verify_request", "noobaa/noobaa-core#8493", &kMutants[2]},
          {2, "verify_request", "s3s-project/s3s#616 (2026)", &kMutants[3]},
          {2, "verify_request", "apache/opendal-reqsign#771 (2026)", &kMutants[4]}};
}

}  // namespace countersign::fuzz
