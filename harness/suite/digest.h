#pragma once

#include <span>
#include <string>

#include "suite/vector_file.h"

namespace countersign {

// DigestOf names a set of vector files: "sha256:" and the SHA-256, in hex, of what sha256sum prints
// for them, sorted by path. In a vectors' folder:
//   find -name '*.json' -printf '%P\n' | grep -v ^schema/ | LC_ALL=C sort | xargs sha256sum |
//   sha256sum
std::string DigestOf(std::span<const VectorFile> files);

}  // namespace countersign
