#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "diagnose/mistake_match.h"
#include "diagnose/signing.h"

namespace countersign {

// Found is the result of a search.
struct Found {
  std::vector<MistakeMatch> matches;  // of one mistake each; of two each if no single one matches
  std::size_t tried = 0;              // mistakes and pairs of mistakes
};

// WhoErred says whose mutants are tried. Mistakes of people are tried for both.
enum class WhoErred { kSigner, kServer };

// Fits tells whether what was derived for a signing is what has to be explained.
using Fits = std::function<bool(const Signing& signing, const Derivation& derived)>;

// Search looks for mistakes, alone or two together, with which this request gives a derivation that
// `fits` accepts. Mistakes of people come before mutants in the result.
Found Search(const Signing& sent, WhoErred who, const Fits& fits);

}  // namespace countersign
