#pragma once

#include <string_view>

namespace countersign {

// An ARN has six parts, `arn:partition:service:region:account:resource`; colons in the last are its
// own.

// ArnMatches compares part by part: no wildcard reaches over a colon, but for those in the last
// part. False where either has fewer than six.
bool ArnMatches(std::string_view pattern, std::string_view arn);

// ArnPart returns part 0 (`arn`) to 5 (the resource); empty where there is none.
std::string_view ArnPart(std::string_view arn, int part);

// IsArn tells whether text has six parts and begins with `arn`.
bool IsArn(std::string_view text);

}  // namespace countersign
