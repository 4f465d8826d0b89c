// Writes the scenes of the suite's vectors, one file a case, into a folder: seeds for the targets
// that read scenes.
//   seeds_from_vectors FOLDER
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <variant>

#include "builtin/reference_adapter.h"
#include "scene/scene.h"
#include "scene/sign.h"
#include "suite/load.h"

namespace countersign::fuzz {
namespace {

namespace fs = std::filesystem;

// A presign case gives the scene in which its URL is used at once.
std::optional<Scene> SceneOfPresign(const PresignMessage& asked, SigningKeyCache& keys) {
  const Answer answer = ReferenceImplementation().presign(asked, keys);
  const auto* presigned = std::get_if<OkAnswer>(&answer);
  if (presigned == nullptr) return std::nullopt;
  Scene scene = DefaultScene();
  scene.server.service = asked.service;
  scene.server.region = asked.region.value_or("");
  scene.bucket.reset();
  if (asked.bucket) scene.bucket = {*asked.bucket, scene.server.region, std::nullopt};
  scene.credentials = {asked.credentials};
  return SceneOfUrl(scene, asked, *presigned);
}

std::optional<Scene> SceneOf(const Case& c, SigningKeyCache& keys) {
  if (const auto* presign = std::get_if<PresignMessage>(&c.request)) {
    return SceneOfPresign(*presign, keys);
  }
  Scene scene = std::get<VerifyMessage>(c.request);
  // Members of families come unsigned.
  if (scene.request.target.find("${signature}") != std::string::npos) Sign(scene, keys);
  return scene;
}

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
  SigningKeyCache keys;
  fs::create_directories(folder);
  std::size_t written = 0;
  for (const Case& c : std::get<Suite>(loaded).cases) {
    const std::optional<Scene> scene = SceneOf(c, keys);
    if (!scene) continue;
    std::string name = c.id;
    std::replace(name.begin(), name.end(), '/', '.');
    if (!Write(folder / name, SceneText(*scene))) {
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
