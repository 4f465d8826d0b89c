// What engines call.
#include <cstddef>
#include <cstdint>

#include "engine/forbid_side_effects.h"
#include "engine/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Lazily made things (OpenSSL's own, the C++ library's) may read what they like the first time.
  static const bool prepared = (countersign::fuzz::Execute({}), true);
  (void)prepared;
  const countersign::fuzz::Input input(reinterpret_cast<const char*>(data), size);
  const countersign::fuzz::ForbidSideEffects stretch;
  return countersign::fuzz::Execute(input) == countersign::fuzz::Taken::kKept ? 0 : -1;
}
