#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "sigv4/timestamp.h"

namespace countersign {

// UrlSpan is the time of a presigned URL: from X-Amz-Date, for X-Amz-Expires.
struct UrlSpan {
  Timestamp begin;
  Timestamp end;
};

// SpanOf reads a request's target. Nothing where it does not say.
std::optional<UrlSpan> SpanOf(std::string_view target);

// So long after its end a URL has ended beyond doubt: for two clocks that agree to the second.
inline constexpr std::chrono::seconds kPastEnd{2};

}  // namespace countersign
