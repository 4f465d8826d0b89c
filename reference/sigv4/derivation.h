#pragma once

#include <string>

namespace countersign {

// Derivation holds the stages of one signature, each the input of the next.
struct Derivation {
  std::string canonical_request;
  std::string string_to_sign;
  std::string signature;  // lower-case hex: 64 digits, or DER for SigV4A
};

}  // namespace countersign
