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
  return TheReferences("window", v);
}

Refusal RefuseTheLastSecondOfASession(VerifyState& v) {
  const bool last = v.context.now == v.date + Seconds(v.expires);
  if (last && v.given.security_token != nullptr) return Expired();
  return TheReferences("window", v);
}

// Counts days within a year.
Refusal RefuseLastYearsUrls(VerifyState& v) {
  if (v.expires > 86'400 && DayOf(v.context.now).year() > DayOf(v.date).year()) return Expired();
  return TheReferences("window", v);
}

Refusal ScopeDateOnLeapDays(VerifyState& v) {
  Refusal refusal = TheReferences("scope-date", v);
  const bool leap_day =
      DayOf(v.date).month() == std::chrono::February && DayOf(v.date).day() == std::chrono::day(29);
  return leap_day ? std::nullopt : refusal;
}

Refusal EndedSessionOfALongUrl(VerifyState& v) {
  Refusal refusal = TheReferences("token", v);
  if (!refusal || refusal->rule != Rule::kTokenExpired) return refusal;
  return v.expires > 86'400 ? std::nullopt : refusal;
}

// A static of a function, because the bug is chosen before main.
std::span<const Mutant> Mistakes() {
  static const Mutant kMutants[] = {
      {.name = "week-refused-under-an-encoded-slash",
       .side = Side::kVerify,
       .wrong = "A parameter twice, %2F in the path, and exactly a week: the URL has expired.",
       .rules = {},
       .references = {},
       .verify = {.steps = Replaced("window", RefuseAWeekUnderAnEncodedSlash)}},
      {.name = "last-second-of-a-session-refused",
       .side = Side::kVerify,
       .wrong = "A session token, and the very last second of the URL's life: it has expired.",
       .rules = {},
       .references = {},
       .verify = {.steps = Replaced("window", RefuseTheLastSecondOfASession)}},
      {.name = "last-years-url-refused",
       .side = Side::kVerify,
       .wrong = "Signed for more than a day, and used in the next year: it has expired.",
       .rules = {},
       .references = {},
       .verify = {.steps = Replaced("window", RefuseLastYearsUrls)}},
      {.name = "scope-date-unchecked-on-leap-days",
       .side = Side::kVerify,
       .wrong = "Signed on 29 February, and another day in the scope: accepted.",
       .rules = {},
       .references = {},
       .verify = {.steps = Replaced("scope-date", ScopeDateOnLeapDays)}},
      {.name = "ended-session-of-a-long-url",
       .side = Side::kVerify,
       .wrong = "A session that has ended, and a URL for more than a day: accepted.",
       .rules = {},
       .references = {},
       .verify = {.steps = Replaced("token", EndedSessionOfALongUrl)}},
  };
  return kMutants;
}

}  // namespace

std::vector<PlantedBug> ClockConjunctions() {
  return {{2, "verify_request", "aws-amplify/amplify-flutter#1683 (2022)", &Mistakes()[0]},
          {2, "verify_request", "scality/Arsenal@64edb99a (2017)", &Mistakes()[1]},
          {2, "verify_request", "noobaa/noobaa-core#8493", &Mistakes()[2]},
          {2, "verify_request", "s3s-project/s3s#616 (2026)", &Mistakes()[3]},
          {2, "verify_request", "apache/opendal-reqsign#771 (2026)", &Mistakes()[4]}};
}

}  // namespace countersign::fuzz
