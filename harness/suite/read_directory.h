#pragma once

#include <deque>
#include <string>
#include <variant>
#include <vector>

#include "suite/load_error.h"
#include "suite/vector_file.h"

namespace countersign {

// VectorFolder is a folder of vectors in memory. Moving it keeps the files' views good.
struct VectorFolder {
  std::deque<std::string> octets;
  std::vector<VectorFile> files;  // sorted by path
};

// ReadDirectory reads a folder of vectors: rules.json, sources.json and every case. README.md,
// confirm.py, meson.build, schema/ and evidence/ are skipped. Errors: no such folder, a file that
// is no .json, one that cannot be read, no case at all.
std::variant<VectorFolder, LoadErrors> ReadDirectory(const std::string& folder);

}  // namespace countersign
