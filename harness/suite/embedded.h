#pragma once

#include <span>
#include <string_view>

#include "suite/vector_file.h"

namespace countersign {

// EmbeddedVectors are the vector files that this program was built with, sorted by path.
std::span<const VectorFile> EmbeddedVectors();

// EmbeddedDigest is their digest (suite/digest.h), computed when the program was built.
std::string_view EmbeddedDigest();

}  // namespace countersign
