#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "sigv4/timestamp.h"

namespace countersign {

// UrlSpan is the time in which a presigned URL is valid: from X-Amz-Date, for X-Amz-Expires.
struct UrlSpan {
  Timestamp begin;
  Timestamp end;
};

// SpanOf reads a request's target. It returns nullopt if a parameter is missing or malformed.
std::optional<UrlSpan> SpanOf(std::string_view target);

// A URL has certainly expired this long after its end, if two clocks agree to the second.
inline constexpr std::chrono::seconds kPastEnd{2};

}  // namespace countersign
