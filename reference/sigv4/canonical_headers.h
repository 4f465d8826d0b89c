#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sigv4/http_request.h"
#include "sigv4/query_string.h"

namespace countersign {

// CanonicalValue is a header value as it is signed: without white space at its ends, and with each
// run of white space inside as one space. So no value can contain a line break.
std::string CanonicalValue(std::string_view value);

// SignedValue is the value of the header `name` (any case) as it is signed: the values of all
// headers of that name, joined by commas in the order of the request. If no such header came and
// the name begins with x-amz-, it is the value of the query parameter of that name. nullopt if
// there is neither.
std::optional<std::string> SignedValue(std::string_view name, std::span<const HeaderField> headers,
                                       const QueryString& query);

// FindAmzParameter returns the first query parameter that S3 reads as the x-amz-* header `name`:
// one of the same name in lower case; X-Amz-Content-Sha256 and the parameters of the signature have
// capitals of their own. nullptr if there is no such parameter.
const QueryParameter* FindAmzParameter(const QueryString& query, std::string_view name);

}  // namespace countersign
