#pragma once

#include <string_view>

#include "sigv4/rule.h"

namespace countersign {

// S3Error is how S3 words a refusal: HTTP status and the <Code> of its error document.
struct S3Error {
  int status;
  std::string_view code;
};

// ErrorFor is total over the refusing rules of verify. For a rule that only a presigner refuses by,
// status is 0 and code empty.
S3Error ErrorFor(Rule rule);

// RejectionClass is the protocol's name for the kind of refusal, such as "expires-too-long".
std::string_view RejectionClass(Rule rule);

}  // namespace countersign
