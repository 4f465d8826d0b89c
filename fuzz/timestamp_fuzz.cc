// Property: dates, lifetimes and validity windows are the same as those of a second calendar
// (oracle/calendar.h).
//
// Input, one line each: X-Amz-Date, X-Amz-Expires, the clock as in RFC 3339. All may be invalid.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/take_line.h"
#include "engine/target.h"
#include "oracle/calendar.h"
#include "policy/date.h"
#include "sigv4/timestamp.h"
#include "sigv4/validity_window.h"

namespace countersign::fuzz {
namespace {

constexpr std::int64_t kAhead = 900;    // seconds that a signer's clock may run ahead
constexpr std::int64_t kLife = 604800;  // seconds that a URL lives at most
const std::int64_t kLastSecond = (DaysBefore(10000, 1) - DaysBefore(1970, 1)) * 86400 - 1;

Timestamp At(std::int64_t seconds) { return Timestamp(std::chrono::seconds(seconds)); }

std::optional<std::int64_t> Seconds(std::optional<Timestamp> time) {
  if (!time) return std::nullopt;
  return time->time_since_epoch().count();
}

void CheckForms(std::string_view text) {
  const auto details = [&] { return Shown(text); };
  const auto amz = SecondsAt(text, kAmzDatePicture);
  Require(Seconds(ParseAmzDate(text)) == amz, "amz-date-differs-from-the-oracle", details);
  const Result<Timestamp> read = ReadDate(text);
  Require(read.ok() == amz.has_value(), "amz-date-refused-unlike-the-oracle", details);
  Require(read.ok() || read.rejection().rule == Rule::kDateFormat, "amz-date-refused-by-its-rule",
          details);
  Require(IsScopeDate(text) == SecondsAt(text, kScopeDatePicture).has_value(),
          "scope-date-differs-from-the-oracle", details);
  const auto rfc = SecondsAt(text, kRfc3339Picture);
  Require(Seconds(ParseRfc3339(text)) == rfc, "rfc-date-differs-from-the-oracle", details);
  if (amz) {
    Require(FormatAmzDate(At(*amz)) == text, "print-after-parse-of-amz-date", details);
    Require(FormatScopeDate(At(*amz)) == text.substr(0, 8), "scope-date-is-its-day", details);
    Require(IsScopeDate(text.substr(0, 8)), "scope-date-is-a-day", details);
    Require(Seconds(ParseRfc3339(FormatRfc3339(At(*amz)))) == amz,
            "both-forms-mean-the-same-instant", details);
  }
  if (rfc) {
    Require(FormatRfc3339(At(*rfc)) == text, "print-after-parse-of-rfc-date", details);
    Require(Seconds(ParsePolicyDate(text)) == rfc, "policies-read-the-same-instant", details);
  }
}

// The lifetime that a text means, computed from its digits, which may be too many for an integer.
// If the text is not a valid lifetime, the rule that refuses it.
struct Lifetime {
  std::optional<std::int64_t> seconds;
  Rule refused_by = Rule::kExpiresNumber;
};

constexpr std::int64_t kNumberLimit = 19;  // digits beyond which no number fits into 64 bits

Lifetime LifetimeOf(std::string_view text) {
  const bool negative = text.starts_with('-');
  std::string_view digits = text.substr(negative || text.starts_with('+') ? 1 : 0);
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return {};
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  // 64 bits hold 9223372036854775807, and one more below zero.
  const std::string_view most = negative ? "9223372036854775808" : "9223372036854775807";
  if (digits.size() > kNumberLimit || (digits.size() == kNumberLimit && digits > most)) return {};
  if (digits.empty()) return {0};
  if (negative) return {std::nullopt, Rule::kExpiresNonNegative};
  const std::string_view week = "604800";
  if (digits.size() > week.size() || (digits.size() == week.size() && digits > week)) {
    return {std::nullopt, Rule::kExpiresAtMostAWeek};
  }
  std::int64_t seconds = 0;
  for (const char digit : digits) seconds = seconds * 10 + (digit - '0');
  return {seconds};
}

std::optional<std::int64_t> CheckLifetime(std::string_view text) {
  const auto details = [&] { return Shown(text); };
  const Lifetime expected = LifetimeOf(text);
  const Result<std::int64_t> read = ReadExpires(text);
  Require(read.ok() == expected.seconds.has_value(), "lifetime-refused-unlike-the-oracle", details);
  if (!read.ok()) {
    Require(read.rejection().rule == expected.refused_by, "lifetime-refused-by-its-rule", details);
    return std::nullopt;
  }
  Require(read.value() == *expected.seconds, "lifetime-differs-from-the-oracle", details);
  Require(read.value() >= 0 && read.value() <= kLife, "lifetime-within-a-week", details);
  return read.value();
}

std::optional<Rule> RuleAt(std::int64_t date, std::int64_t expires, std::int64_t now) {
  const Refusal refusal = CheckWindow(At(date), expires, At(now));
  if (!refusal) return std::nullopt;
  return refusal->rule;
}

std::optional<Rule> ExpectedAt(std::int64_t date, std::int64_t expires, std::int64_t now) {
  if (now - date < -kAhead) return Rule::kNotYetValid;
  if (expires == 0 || now - date > expires) return Rule::kExpired;
  return std::nullopt;
}

void CheckWindowAt(std::int64_t date, std::int64_t expires, std::int64_t now) {
  Require(RuleAt(date, expires, now) == ExpectedAt(date, expires, now),
          "window-differs-from-the-oracle", [&] {
            return "signed at " + FormatRfc3339(At(date)) + " for " + std::to_string(expires) +
                   " seconds, used at " + FormatRfc3339(At(now));
          });
}

void CheckLife(std::int64_t date, std::int64_t expires, std::int64_t now) {
  const std::int64_t edges[] = {now,  date - kAhead - 1, date - kAhead,
                                date, date + expires,    date + expires + 1};
  bool expired = false;
  for (const std::int64_t edge : edges) CheckWindowAt(date, expires, edge);
  for (std::int64_t later = now, step = 1; later <= kLastSecond; later += step, step *= 7) {
    const bool is_expired = RuleAt(date, expires, later) == Rule::kExpired;
    Require(is_expired || !expired, "expired-stays-expired",
            [&] { return FormatRfc3339(At(date)) + " at " + FormatRfc3339(At(later)); });
    expired = is_expired;
  }
}

}  // namespace

Taken Execute(Input input) {
  const std::string_view date = TakeLine(input);
  const std::string_view expires = TakeLine(input);
  const std::string_view now = TakeLine(input);
  CheckForms(date);
  CheckForms(now);
  const auto lifetime = CheckLifetime(expires);
  const auto signed_at = SecondsAt(date, kAmzDatePicture);
  const auto used_at = SecondsAt(now, kRfc3339Picture);
  if (lifetime && signed_at && used_at) CheckLife(*signed_at, *lifetime, *used_at);
  return Taken::kKept;
}

}  // namespace countersign::fuzz
