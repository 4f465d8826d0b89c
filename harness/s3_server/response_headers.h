#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sigv4/http_request.h"

namespace countersign {

// BadOverride is a response-* parameter whose value cannot be sent in a header.
struct BadOverride {
  std::string name;
  std::string value;  // decoded
};

// ResponseOverrides reads the headers that a query requests for the response, such as
// `response-content-type`. Their values become Latin-1; control characters are errors.
std::variant<std::vector<HeaderField>, BadOverride> ResponseOverrides(std::string_view raw_query);

// SetHeader replaces all headers of the same name.
void SetHeader(std::vector<HeaderField>& headers, HeaderField header);

}  // namespace countersign
