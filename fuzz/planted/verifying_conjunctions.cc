// Tier 2: planted bugs in the verifier that show only if several conditions meet. Part of
// Conjunctions() (conjunctions.h).
#include <chrono>
#include <memory>
#include <string>

#include "engine/target.h"
#include "mutants/steps.h"
#include "planted/conjunctions.h"
#include "sigv4/header_name.h"
#include "sigv4/signed_headers.h"
#include "sigv4/timestamp.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define COUNTERSIGN_HAS_ASAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define COUNTERSIGN_HAS_ASAN 1
#endif
#ifndef COUNTERSIGN_HAS_ASAN
#define COUNTERSIGN_HAS_ASAN 0
#endif

namespace countersign::fuzz {
namespace {

Refusal UnsignedBesideARepeatedName(VerifyState& v) {
  Refusal refusal = RunReferenceStep(StepId::kHeadersSigned, v);
  if (!refusal || refusal->rule != Rule::kAmzHeadersSigned) return refusal;
  return HasRepeatedName(v.query) ? std::nullopt : refusal;
}

// Searches the text of X-Amz-SignedHeaders for each name, and so finds parts of names as well.
Refusal SignedAsPartOfTheList(VerifyState& v) {
  Refusal refusal = RunReferenceStep(StepId::kHeadersSigned, v);
  if (!refusal || refusal->rule != Rule::kAmzHeadersSigned) return refusal;
  std::vector<HeaderField> missed;
  for (const HeaderField& header : v.request.headers) {
    const bool listed = v.signed_headers_text.find(LowerCase(header.name)) != std::string::npos;
    if (!listed) missed.push_back(header);
  }
  return CheckHeadersAreSigned(v.signed_headers, missed);
}

Refusal RegionOfLowerCaseEscapes(VerifyState& v) {
  Refusal refusal = RunReferenceStep(StepId::kCredential, v);
  if (!refusal || refusal->rule != Rule::kRegion) return refusal;
  const bool lower = v.given.credential->raw_value.find("%2f") != std::string_view::npos;
  return lower ? std::nullopt : refusal;
}

// Without AddressSanitizer, the bytes after the buffer show whether it overflowed.
void Log(std::string_view segment) {
  constexpr std::size_t kRoom = 24;
  constexpr std::size_t kGuard = COUNTERSIGN_HAS_ASAN != 0 ? 0 : 65536;
  const std::unique_ptr<char[]> line(new char[kRoom + kGuard]());
  volatile char* out = line.get();  // so that the compiler does not remove the writes
  for (const char byte : segment.substr(0, kRoom + 65536)) *out++ = byte;
  for (std::size_t i = kRoom; i < kRoom + kGuard; ++i) {
    if (line[i] != 0) Fail("heap-buffer-overflow", "the logged segment: " + Shown(segment));
  }
}

Refusal LogTheSegmentBehindAnEncodedSlash(VerifyState& v) {
  const std::string_view path = v.target.raw_path;
  const std::size_t slash = path.find("%2F");
  if (slash != std::string_view::npos) {
    const std::string_view rest = path.substr(slash + 3);
    Log(rest.substr(0, rest.find('/')));
  }
  return RunReferenceStep(StepId::kAuthorization, v);
}

// Constants, because the bug is chosen before main.
constexpr Mutant kMutants[] = {
    {.name = "unsigned-header-beside-a-repeated-name",
     .mistake = "A repeated parameter, and an unsigned x-amz-* header: the header is obeyed.",
     .verify = {.steps = {Replace(StepId::kHeadersSigned, UnsignedBesideARepeatedName)}}},
    {.name = "unsigned-header-as-part-of-a-signed-name",
     .mistake =
         "An unsigned x-amz-* header whose name is part of a signed header's name is obeyed.",
     .verify = {.steps = {Replace(StepId::kHeadersSigned, SignedAsPartOfTheList)}}},
    {.name = "region-unchecked-under-lower-case-escapes",
     .mistake = "The credential's slashes as %2f, and another region: the region is not checked.",
     .verify = {.steps = {Replace(StepId::kCredential, RegionOfLowerCaseEscapes)}}},
    {.name = "overflow-behind-an-encoded-slash",
     .mistake = "More than 24 bytes after an encoded slash of an accepted path: heap overflow.",
     .verify = {.steps = {Replace(StepId::kAuthorization, LogTheSegmentBehindAnEncodedSlash)}}},
};

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
constexpr Mutant kClockMutants[] = {
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

std::vector<PlantedBug> VerifyingConjunctions() {
  return {{2, "verify_request", "rustfs/rustfs#7425 (2026)", &kMutants[0]},
          {2, "verify_request", "seaweedfs/seaweedfs#9121 (2026)", &kMutants[1]},
          {2, "verify_request", "s3s-project/s3s#650 (2026)", &kMutants[2]},
          {2, "verify_request", "curl/curl#9714 (2022)", &kMutants[3]}};
}

std::vector<PlantedBug> ClockConjunctions() {
  return {{2, "verify_request", "aws-amplify/amplify-flutter#1683 (2022)", &kClockMutants[0]},
          {2, "verify_request", "scality/Arsenal@64edb99a (2017)", &kClockMutants[1]},
          {2, "verify_request", "noobaa/noobaa-core#8493", &kClockMutants[2]},
          {2, "verify_request", "s3s-project/s3s#616 (2026)", &kClockMutants[3]},
          {2, "verify_request", "apache/opendal-reqsign#771 (2026)", &kClockMutants[4]}};
}

}  // namespace countersign::fuzz
