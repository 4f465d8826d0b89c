// Dates as policies write them, in more forms than X-Amz-Date has. condition_operator.cc compares
// them.

#include "policy/date.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>

namespace countersign {
namespace {

constexpr std::string_view kMonth = "2013-05";
constexpr std::string_view kDay = "2013-05-24";
constexpr std::string_view kMinute = "2013-05-24T00:00";
constexpr std::string_view kSecond = "2013-05-24T00:00:00";
constexpr std::string_view kOffset = "+00:00";

bool IsDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Timestamp> ReadEpoch(std::string_view text) {
  constexpr std::size_t kMostDigits = 12;  // about thirty thousand years
  if (!IsDigits(text) || text.size() == 4 || text.size() > kMostDigits) return std::nullopt;
  std::int64_t seconds = 0;
  for (const char c : text) seconds = seconds * 10 + (c - '0');
  return Timestamp(std::chrono::seconds(seconds));
}

// ReadOffset reads the text after the time of day: `Z`, or how far the clock is ahead of UTC.
std::optional<std::chrono::minutes> ReadOffset(std::string_view text) {
  if (text == "Z") return std::chrono::minutes(0);
  const bool shaped = text.size() == kOffset.size() && (text[0] == '+' || text[0] == '-') &&
                      text[3] == ':' && IsDigits(text.substr(1, 2)) && IsDigits(text.substr(4));
  if (!shaped) return std::nullopt;
  const int hours = (text[1] - '0') * 10 + (text[2] - '0');
  const int minutes = (text[4] - '0') * 10 + (text[5] - '0');
  if (hours > 23 || minutes > 59) return std::nullopt;
  const std::chrono::minutes ahead(hours * 60 + minutes);
  return text[0] == '-' ? -ahead : ahead;
}

}  // namespace

std::optional<Timestamp> ParsePolicyDate(std::string_view text) {
  if (const std::optional<Timestamp> epoch = ReadEpoch(text)) return epoch;
  const std::string given(text);
  if (text.size() == kMonth.size()) return ParseRfc3339(given + "-01T00:00:00Z");
  if (text.size() == kDay.size()) return ParseRfc3339(given + "T00:00:00Z");
  if (text.size() <= kMinute.size()) return std::nullopt;
  const bool has_seconds = text[kMinute.size()] == ':';
  const std::size_t size = has_seconds ? kSecond.size() : kMinute.size();
  if (text.size() <= size) return std::nullopt;
  const std::optional<Timestamp> local =
      ParseRfc3339(given.substr(0, size) + (has_seconds ? "Z" : ":00Z"));
  const std::optional<std::chrono::minutes> ahead = ReadOffset(text.substr(size));
  if (!local || !ahead) return std::nullopt;
  return *local - *ahead;
}

}  // namespace countersign
