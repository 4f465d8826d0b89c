#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "diagnose/mistake_match.h"
#include "diagnose/signing.h"

namespace countersign {

// Found is what a search came to.
struct Found {
  std::vector<MistakeMatch> readings;  // one mistake each where one suffices, else two each
  std::size_t tried = 0;
};

// WhoErred: whose mutants are looked for. People's mistakes are looked for on both sides.
enum class WhoErred { kSigner, kServer };

// Search looks for the mistakes, alone or two together, with which this request gives what `fits`
// accepts. The first of equals is a person's mistake before a program's mutant.
Found Search(const Signing& sent, WhoErred who, const std::function<bool(const Derivation&)>& fits);

}  // namespace countersign
