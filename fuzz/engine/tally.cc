// Prints the share of executions with a valid signature at the end of a process. nightly.py reads
// it.
#include "engine/tally.h"

#include <cstdio>

namespace countersign::fuzz {

Tally::~Tally() {
  if (executions_ == 0) return;
  const double share = 100.0 * static_cast<double>(valid_) / static_cast<double>(executions_);
  std::fprintf(stderr, "signature-valid: %llu of %llu executions (%.1f %%)\n",
               static_cast<unsigned long long>(valid_),
               static_cast<unsigned long long>(executions_), share);
}

}  // namespace countersign::fuzz
