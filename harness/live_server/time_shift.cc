// The part of AdaptCase that deals with time. A live server whose clock cannot be set is asked now,
// so the dates in a case move to the present; unless the case tests one second or one day.
#include "live_server/time_shift.h"

#include <algorithm>
#include <cstdint>

#include "s3_http/http_date.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"
#include "sigv4/validity_window.h"

namespace countersign {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::seconds;

// A case is asked only if the URL's validity begins or ends at least this long before or after its
// use. Otherwise the answer would depend on how long the request takes and how well the clocks
// agree.
constexpr seconds kMargin{10};
constexpr seconds kAhead{15 * 60};  // S3 accepts a date this far in the future
constexpr days kDay{1};

struct Window {
  std::optional<Timestamp> date;
  std::optional<seconds> expires;
  std::optional<std::chrono::sys_days> scope_day;
};

std::optional<std::chrono::sys_days> ReadDay(std::string_view text) {
  if (!IsScopeDate(text)) return std::nullopt;
  const auto midnight = ParseAmzDate(std::string(text) + "T000000Z");
  if (!midnight) return std::nullopt;
  return floor<days>(*midnight);
}

Window ReadWindow(const VerifyMessage& message) {
  const Target target = SplitTarget(message.request.target);
  const QueryString query = ParseQueryString(target.raw_query);
  Window window;
  if (const auto date = DecodedValue(query, "X-Amz-Date")) window.date = ParseAmzDate(*date);
  if (const auto expires = DecodedValue(query, "X-Amz-Expires")) {
    const Result<std::int64_t> read = ReadExpires(*expires);
    if (read.ok()) window.expires = seconds(read.value());
  }
  if (const auto credential = DecodedValue(query, "X-Amz-Credential")) {
    const std::size_t slash = credential->find('/');
    if (slash != std::string::npos) {
      window.scope_day = ReadDay(std::string_view(*credential).substr(slash + 1, 8));
    }
  }
  return window;
}

bool Near(seconds a, seconds b) { return a - b <= kMargin && b - a <= kMargin; }

std::string DecimalDay(std::chrono::sys_days day, std::string_view separator) {
  const std::string plain = FormatScopeDate(day);
  return plain.substr(0, 4) + std::string(separator) + plain.substr(4, 2) + std::string(separator) +
         plain.substr(6, 2);
}

void ReplaceAll(std::string& text, std::string_view from, std::string_view to, bool& found) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
    found = true;
  }
}

// Whether a case tests a certain date, which cannot be replaced by another: it says so, or the URL
// is used within a day of its date but on the next day of the calendar.
bool TestsItsDate(const Case& c, const Window& window, Timestamp now) {
  if (c.needs_exact_clock) return true;
  if (!window.date) return false;
  const seconds age = now - *window.date;
  return age > seconds(0) && age < kDay && floor<days>(now) != floor<days>(*window.date);
}

std::optional<CannotAsk> WhyUnmovable(const Case& c, const Window& window, Timestamp now) {
  if (c.live) return std::nullopt;  // the run waits for its times
  if (TestsItsDate(c, window, now)) {
    return CannotAsk::kCertainDay;
  }
  if (!window.date) return std::nullopt;
  const seconds age = now - *window.date;
  if (Near(age, -kAhead) || (window.expires && age >= seconds(0) && Near(age, *window.expires))) {
    return CannotAsk::kVerySecond;
  }
  return std::nullopt;
}

}  // namespace

TimeShift TimeShift::Own(const Case& c) {
  TimeShift time_shift;
  const auto& message = std::get<VerifyMessage>(c.request);
  time_shift.now_ = ParseRfc3339(message.now).value_or(Timestamp{});
  return time_shift;
}

TimeShift TimeShift::Present(const Case& c, Timestamp present, std::optional<CannotAsk>& why) {
  const auto& message = std::get<VerifyMessage>(c.request);
  const Window window = ReadWindow(message);
  TimeShift time_shift = Own(c);
  why = WhyUnmovable(c, window, time_shift.now_);
  time_shift.moves_ = true;
  const auto today = floor<days>(present);
  const Timestamp own = time_shift.now_;
  if (window.date) {
    time_shift.shift_ = present - (c.live ? *window.date : own);
    time_shift.signing_day_ = floor<days>(*window.date);
    const seconds since_1970 = *window.date + time_shift.shift_ - Timestamp{};
    if (since_1970 >= seconds(std::int64_t{253402300800})) {
      why = CannotAsk::kAfterYear9999;
      time_shift.shift_ = seconds(0);
    }
    time_shift.day_shift_ = floor<days>(*window.date + time_shift.shift_) - time_shift.signing_day_;
  } else {
    time_shift.signing_day_ = window.scope_day.value_or(floor<days>(time_shift.now_));
    time_shift.day_shift_ = today - floor<days>(own);
    time_shift.shift_ = time_shift.day_shift_;
  }
  time_shift.now_ = c.live ? own + time_shift.shift_ : present;
  return time_shift;
}

std::optional<std::string> TimeShift::Date(std::string_view raw) const {
  if (!moves_) return std::string(raw);
  if (const auto date = ParseAmzDate(raw)) return FormatAmzDate(*date + shift_);
  return MoveDayText(raw);
}

std::optional<std::string> TimeShift::Day(std::string_view raw) const {
  if (!moves_) return std::string(raw);
  if (const auto day = ReadDay(raw)) return FormatScopeDate(*day + day_shift_);
  return MoveDayText(raw);
}

std::string TimeShift::HeaderDate(std::string_view value) const {
  if (!moves_) return std::string(value);
  if (const auto date = ParseAmzDate(value)) return FormatAmzDate(*date + shift_);
  const auto date = ParseHttpDate(value);
  // The epoch means "long ago" and is not moved.
  if (date && *date != Timestamp{}) return FormatHttpDate(*date + shift_);
  return std::string(value);
}

std::optional<std::string> TimeShift::MoveDayText(std::string_view raw) const {
  std::string text(raw);
  const std::chrono::sys_days day = signing_day_ + day_shift_;
  bool found = false;
  ReplaceAll(text, FormatScopeDate(signing_day_), FormatScopeDate(day), found);
  ReplaceAll(text, DecimalDay(signing_day_, "-"), DecimalDay(day, "-"), found);
  for (const std::string_view blank : {" ", "%20", "+"}) {
    const auto in_words = [&](std::chrono::sys_days one) {
      std::string words;
      for (const char c : FormatHttpDate(one).substr(0, 16)) {
        if (c == ' ') {
          words += blank;
        } else if (c == ',' && blank == "%20") {
          words += "%2C";
        } else {
          words += c;
        }
      }
      return words;
    };
    ReplaceAll(text, in_words(signing_day_), in_words(day), found);
  }
  ReplaceAll(text, std::to_string(seconds(signing_day_.time_since_epoch()).count()),
             std::to_string(seconds(day.time_since_epoch()).count()), found);
  const bool has_digits =
      std::any_of(raw.begin(), raw.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!found && has_digits) return std::nullopt;
  return text;
}

}  // namespace countersign
