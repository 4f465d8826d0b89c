#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sigv4/http_request.h"
#include "sigv4/query_string.h"

namespace countersign {

// AppendCanonicalValue appends a header value as it is signed: without white space at its ends, and
// with each run of white space inside as one space. So no value can hold a line break.
void AppendCanonicalValue(std::string_view value, std::string& out);

// AppendSignedValue appends the value of the header `name` (any case) as it is signed: the values
// of all headers of that name, joined by commas in the order of the request; or, where no such
// header came and the name is an x-amz-* one, that of the query parameter of that name. False where
// there is neither: then nothing is appended.
bool AppendSignedValue(std::string_view name, std::span<const HeaderField> headers,
                       const QueryString& query, std::string& out);

// FindAmzParameter returns the first query parameter that S3 reads as the x-amz-* header `name`:
// its name is the same in any case; nullptr where none is.
const QueryParameter* FindAmzParameter(const QueryString& query, std::string_view name);

}  // namespace countersign
