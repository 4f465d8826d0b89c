#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sigv4/http_request.h"
#include "sigv4/timestamp.h"

namespace countersign {

// HttpDate writes the form of Date and Last-Modified: `Fri, 24 May 2013 00:00:00 GMT`.
std::string HttpDate(Timestamp time);

// BadOverride is a response-* parameter whose value no header can carry.
struct BadOverride {
  std::string name;
  std::string value;  // octets
};

// ResponseOverrides reads the headers that a query asks an answer to carry, such as
// `response-content-type`: Latin-1, no control characters.
std::variant<std::vector<HeaderField>, BadOverride> ResponseOverrides(std::string_view raw_query);

// SetHeader replaces the headers of that name.
void SetHeader(std::vector<HeaderField>& headers, HeaderField header);

}  // namespace countersign
