#pragma once

#include <string>

#include "sigv4/rule.h"

namespace countersign {

// Rejection says why an input is refused: the one rule that refuses, and the offending octets.
// Where the refusal comes after a signature was computed, the stages are here too, since S3 prints
// them in its SignatureDoesNotMatch document.
struct Rejection {
  Rule rule;
  std::string detail;  // for people: what was found, what was expected; never a secret
  std::string canonical_request = {};
  std::string string_to_sign = {};
};

}  // namespace countersign
