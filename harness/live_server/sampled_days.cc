// To set a server's clock for each day of a year takes minutes, so only a sample of these days is
// asked. Endpoint asks here before it adapts a case.
#include "live_server/sampled_days.h"

#include <algorithm>
#include <string_view>

namespace countersign {
namespace {

// The day of a case whose id ends with one, such as `…/every-day-of-2024/2024-02-29`.
std::optional<std::string_view> DayOf(std::string_view id) {
  constexpr std::string_view kForm = "/0000-00-00";
  if (id.size() < kForm.size()) return std::nullopt;
  const std::string_view end = id.substr(id.size() - kForm.size());
  const bool is_day = std::equal(end.begin(), end.end(), kForm.begin(), [](char c, char form) {
    return form == '0' ? c >= '0' && c <= '9' : c == form;
  });
  return is_day ? std::optional(end.substr(1)) : std::nullopt;
}

}  // namespace

std::optional<CannotAsk> WhyNotSampled(const Case& c) {
  const auto day = DayOf(c.id);
  if (!day) return std::nullopt;
  const std::string_view of_month = day->substr(8);
  const std::string_view month_and_day = day->substr(5);
  const bool short_month = month_and_day.starts_with("04") || month_and_day.starts_with("06") ||
                           month_and_day.starts_with("09") || month_and_day.starts_with("11");
  const bool sampled = of_month == "01" || of_month == "31" || (short_month && of_month == "30") ||
                       month_and_day == "02-28" || month_and_day == "02-29";
  if (sampled) return std::nullopt;
  return CannotAsk::kOneOfManyDays;
}

}  // namespace countersign
