#pragma once

#include <string>

namespace countersign {

// Derivation holds the stages of one signature, each the input of the next.
struct Derivation {
  std::string canonical_request;
  std::string string_to_sign;
  std::string signature;  // 64 lower-case hex digits
};

}  // namespace countersign
