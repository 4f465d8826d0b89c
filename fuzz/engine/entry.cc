// LLVMFuzzerTestOneInput, the function that every engine calls for each input. It runs the target's
// Execute and forbids side effects meanwhile. Linked into all targets.
#include <cstddef>
#include <cstdint>

#include "engine/forbid_side_effects.h"
#include "engine/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The first run may have side effects: OpenSSL and the C++ library initialise themselves lazily.
  static const bool prepared = (countersign::fuzz::Execute({}), true);
  (void)prepared;
  const countersign::fuzz::Input input(reinterpret_cast<const char*>(data), size);
  const countersign::fuzz::ForbidSideEffects forbid;
  return countersign::fuzz::Execute(input) == countersign::fuzz::Taken::kKept ? 0 : -1;
}
