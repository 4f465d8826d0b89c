// X-Amz-Date and X-Amz-Expires, and the window of time that they allow. Steps "date", "expires" and
// "window" of verify.cc.

#include "sigv4/validity_window.h"

#include <charconv>
#include <string>
#include <system_error>

namespace countersign {

Result<Timestamp> ReadDate(std::string_view text) {
  //= date/basic-format
  if (const auto date = ParseAmzDate(text)) return *date;
  return Rejection{Rule::kDateFormat,
                   "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\""};
}

Result<std::int64_t> ReadExpires(std::string_view text) {
  std::int64_t seconds = 0;
  // from_chars accepts decimal digits, leading zeros and a minus sign, no space and no fraction. S3
  // takes a plus sign as well.
  //= expires/number
  //= expires/unusual-spelling
  //= expires/large-integers
  const bool has_plus = text.starts_with('+') && !text.starts_with("+-");
  const std::string_view number = text.substr(has_plus ? 1 : 0);
  const char* const end = number.data() + number.size();
  const auto read = std::from_chars(number.data(), end, seconds);
  if (read.ec != std::errc() || read.ptr != end) {
    return Rejection{Rule::kExpiresNumber, "X-Amz-Expires should be a number"};
  }
  //= expires/non-negative
  if (seconds < 0) {
    return Rejection{Rule::kExpiresNonNegative, "X-Amz-Expires must be non-negative"};
  }
  //= expires/within-a-week
  //= expires/at-most-a-week
  if (seconds > kLongestLife) {
    return Rejection{Rule::kExpiresAtMostAWeek,
                     "X-Amz-Expires must be less than a week (in seconds); that is, the given "
                     "X-Amz-Expires must be less than 604800 seconds"};
  }
  return seconds;
}

Refusal CheckWindow(Timestamp date, std::int64_t expires, Timestamp now) {
  //= window/fifteen-minutes-ahead
  constexpr std::chrono::minutes kAhead(15);
  //= window/not-yet-valid
  if (date - kAhead > now) {
    return Rejection{Rule::kNotYetValid, "Request is not yet valid: signed at " +
                                             FormatRfc3339(date) + ", received at " +
                                             FormatRfc3339(now)};
  }
  // From here on only the end counts: how long ago the URL was signed does not matter. AWS's answer
  // in the very second of expiry is not known; nearly all implementations accept.
  //= window/counted-from-date
  //= window/no-skew-rule
  //= window/expiry-second
  const Timestamp last = date + std::chrono::seconds(expires);
  // A URL with a lifetime of zero is never valid, even if this clock is behind `date`.
  //= window/expired
  //= expires/zero
  if (now > last || expires == 0) {
    return Rejection{Rule::kExpired, "Request has expired: valid until " + FormatRfc3339(last) +
                                         ", received at " + FormatRfc3339(now)};
  }
  return std::nullopt;
}

}  // namespace countersign
