// Writes the scenes of the suite's vectors, one file a case, into a folder: seeds for the targets
// that read scenes.
//   seeds_from_vectors FOLDER
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <variant>

#include "differential/vector_scenes.h"
#include "scene/scene.h"
#include "suite/load.h"

namespace countersign::fuzz {
namespace {

namespace fs = std::filesystem;

bool Write(const fs::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  return static_cast<bool>(out);
}

int Run(const fs::path& folder) {
  const auto loaded = LoadEmbedded();
  if (const auto* errors = std::get_if<LoadErrors>(&loaded)) {
    for (const LoadError& error : *errors) {
      std::fprintf(stderr, "%s: %s: %s\n", error.file.c_str(), error.pointer.c_str(),
                   error.expected.c_str());
    }
    return 1;
  }
  fs::create_directories(folder);
  std::size_t written = 0;
  for (const auto& [id, scene] : ScenesOf(std::get<Suite>(loaded))) {
    std::string name = id;
    std::replace(name.begin(), name.end(), '/', '.');
    if (!Write(folder / name, SceneText(scene))) {
      std::fprintf(stderr, "seeds_from_vectors: %s cannot be written\n", (folder / name).c_str());
      return 1;
    }
    ++written;
  }
  std::printf("%zu scenes\n", written);
  return written > 0 ? 0 : 1;
}

}  // namespace
}  // namespace countersign::fuzz

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: seeds_from_vectors FOLDER\n");
    return 2;
  }
  return countersign::fuzz::Run(argv[1]);
}
