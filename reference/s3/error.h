#pragma once

#include <string_view>

#include "sigv4/rule.h"

namespace countersign {

// S3Error is S3's answer to a refused request: the HTTP status and the <Code> of its error
// document.
struct S3Error {
  int status;
  std::string_view code;
};

// ErrorFor returns the answer for each rule by which Verify refuses. For a rule that only a
// presigner refuses by, status is 0 and code is empty.
S3Error ErrorFor(Rule rule);

}  // namespace countersign
