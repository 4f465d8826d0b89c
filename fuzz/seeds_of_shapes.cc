// Writes the scenes of shapes/shapes.h into a folder, one file each: seeds for the targets that
// read scenes. The build runs it.
//   seeds_of_shapes FOLDER
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "scene/scene.h"
#include "shapes/shapes.h"

int main(int argc, char** argv) {
  using namespace countersign::fuzz;  // NOLINT(google-build-using-namespace)
  if (argc != 2) {
    std::fprintf(stderr, "usage: seeds_of_shapes FOLDER\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  std::size_t written = 0;
  for (const Scene& scene : Shapes()) {
    const std::filesystem::path file = folder / ("shape-" + std::to_string(written));
    std::ofstream out(file, std::ios::binary);
    out << SceneText(scene);
    out.close();
    if (!out) {
      std::fprintf(stderr, "seeds_of_shapes: %s cannot be written\n", file.c_str());
      return 1;
    }
    ++written;
  }
  std::printf("%zu scenes\n", written);
  return 0;
}
