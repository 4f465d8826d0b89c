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

// IsSigned tells whether `name` is one of the signed headers, in any case.
bool IsSigned(std::string_view name, std::span<const std::string_view> signed_headers);

// CheckHeadersAreSigned refuses a request whose Host is not signed, or that has an x-amz-* header
// that is not signed: somebody else could have changed or added it.
Refusal CheckHeadersAreSigned(std::span<const std::string_view> signed_headers,
                              std::span<const HeaderField> headers);

// CheckSignedHeadersArrived refuses a request without a header that its signer signed.
Refusal CheckSignedHeadersArrived(std::span<const std::string_view> signed_headers,
                                  std::span<const HeaderField> headers, const QueryString& query);

// ContradictoryHeader returns the first signed x-amz-* header whose value differs from the value of
// a query parameter of the same name; empty if there is no such header.
std::string_view ContradictoryHeader(std::span<const std::string_view> signed_headers,
                                     std::span<const HeaderField> headers,
                                     const QueryString& query);

}  // namespace countersign
