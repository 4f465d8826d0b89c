#pragma once

#include <vector>

#include "judge/verdict.h"
#include "sigv4/derivation.h"

namespace countersign {

// MistakeMatch is one mistake, or two together, with which a signer computes exactly the bytes to
// explain.
struct MistakeMatch {
  std::vector<Cause> causes;
  Derivation derivation = {};
};

}  // namespace countersign
