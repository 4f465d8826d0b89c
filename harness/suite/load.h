#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <variant>

#include "suite/case.h"
#include "suite/load_error.h"
#include "suite/vector_file.h"

namespace countersign {

// kMostErrors is how many mistakes Load reports at most.
inline constexpr std::size_t kMostErrors = 20;

// Load reads the suite. Strict: every key of every file is read, or is a mistake, as is everything
// that contradicts something else. The suite has no digest yet.
std::variant<Suite, LoadErrors> Load(std::span<const VectorFile> files);

// LoadEmbedded loads the vectors that this program was built with.
std::variant<Suite, LoadErrors> LoadEmbedded();

// LoadDirectory loads those of a folder.
std::variant<Suite, LoadErrors> LoadDirectory(const std::string& folder);

}  // namespace countersign
