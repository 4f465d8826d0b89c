#pragma once

#include <ostream>

#include "suite/load_error.h"

namespace countersign {

// For the messages of the assertions.
inline void PrintTo(const LoadError& error, std::ostream* out) {
  *out << error.file << ": " << error.pointer << ": " << error.expected;
}

}  // namespace countersign
