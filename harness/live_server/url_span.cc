// When a URL begins and ends, for cases that wait for its end (transfer_scenario.cc).
#include "live_server/url_span.h"

#include "sigv4/query_string.h"
#include "sigv4/validity_window.h"

namespace countersign {

std::optional<UrlSpan> SpanOf(std::string_view target) {
  const QueryString query = ParseQueryString(SplitTarget(target).raw_query);
  const auto date = DecodedValue(query, "X-Amz-Date");
  const auto expires = DecodedValue(query, "X-Amz-Expires");
  if (!date || !expires) return std::nullopt;
  const std::optional<Timestamp> begin = ParseAmzDate(*date);
  const auto lifetime = ReadExpires(*expires);
  if (!begin || !lifetime.ok()) return std::nullopt;
  return UrlSpan{*begin, *begin + std::chrono::seconds(lifetime.value())};
}

}  // namespace countersign
