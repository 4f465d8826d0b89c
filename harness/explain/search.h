#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "explain/explanation.h"
#include "explain/signing.h"

namespace countersign {

// Found is what a search came to.
struct Found {
  std::vector<Reading> readings;  // one mistake each where one suffices, else two each
  std::size_t tried = 0;
};

// WhoErred: whose faults are looked for. People's mistakes are looked for on both sides.
enum class WhoErred { kSigner, kServer };

// Search looks for the mistakes, alone or two together, with which this request gives what `fits`
// accepts. The first of equals is a person's mistake before a program's fault.
Found Search(const Signing& sent, WhoErred who, const std::function<bool(const Derivation&)>& fits);

}  // namespace countersign
