#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "sigv4/http_request.h"
#include "sigv4/query_string.h"
#include "sigv4/rejection.h"

namespace countersign {

// SignedHeaderNames splits X-Amz-SignedHeaders, decoded, at its semicolons. Order and case are
// kept; the views point into the text. An empty text has no names.
std::vector<std::string_view> SignedHeaderNames(std::string_view text);

bool IsSigned(std::string_view name, std::span<const std::string_view> signed_headers);

// CheckHeadersAreSigned refuses a request whose Host, or any of whose x-amz-* headers, a stranger
// could have changed.
Refusal CheckHeadersAreSigned(std::span<const std::string_view> signed_headers,
                              std::span<const HeaderField> headers);

// CheckSignedHeadersArrived refuses a request that lacks a header its signer signed.
Refusal CheckSignedHeadersArrived(std::span<const std::string_view> signed_headers,
                                  std::span<const HeaderField> headers, const QueryString& query);

// ContradictoryHeader returns the first signed x-amz-* header whose value differs from that of a
// query parameter of the same name; empty where there is none.
std::string_view ContradictoryHeader(std::span<const std::string_view> signed_headers,
                                     std::span<const HeaderField> headers,
                                     const QueryString& query);

}  // namespace countersign
