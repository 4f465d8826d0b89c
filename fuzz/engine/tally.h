#pragma once

#include <cstdint>

namespace countersign::fuzz {

// Tally counts how many executions had a valid signature, and prints at the end of the process:
//   signature-valid: 812345 of 1000000 executions (81.2 %)
class Tally {
 public:
  ~Tally();
  void Count(bool signature_valid) {
    ++executions_;
    if (signature_valid) ++valid_;
  }

 private:
  std::uint64_t executions_ = 0;
  std::uint64_t valid_ = 0;
};

}  // namespace countersign::fuzz
