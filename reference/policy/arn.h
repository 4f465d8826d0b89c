#pragma once

#include <string_view>

namespace countersign {

// An ARN has six parts, `arn:partition:service:region:account:resource`. The last may contain
// colons.

// ArnMatches compares part by part: a wildcard does not match a colon, except in the last part.
// False if either has fewer than six parts.
bool ArnMatches(std::string_view pattern, std::string_view arn);

// ArnPart returns part 0 (`arn`) to 5 (the resource); empty if arn has fewer than six parts.
std::string_view ArnPart(std::string_view arn, int part);

// IsArn tells whether text has six parts and begins with `arn`.
bool IsArn(std::string_view text);

}  // namespace countersign
