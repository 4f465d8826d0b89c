#include "differential/vector_scenes.h"

#include <variant>

#include "reference_adapter/reference_adapter.h"
#include "scene/sign.h"

namespace countersign::fuzz {
namespace {

std::optional<Scene> SceneOf(const Case& c) {
  if (const auto* presign = std::get_if<PresignMessage>(&c.request)) {
    return SceneOfPresign(*presign);
  }
  Scene scene = std::get<VerifyMessage>(c.request);
  // Members of families come unsigned.
  if (scene.request.target.find("${signature}") != std::string::npos) Sign(scene);
  return scene;
}

}  // namespace

std::optional<Scene> SceneOfPresign(const PresignMessage& asked) {
  const Answer answer = ReferenceImplementation().presign(asked);
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

std::vector<std::pair<std::string, Scene>> ScenesOf(const Suite& suite) {
  std::vector<std::pair<std::string, Scene>> scenes;
  for (const Case& c : suite.cases) {
    if (std::optional<Scene> scene = SceneOf(c)) scenes.emplace_back(c.id, *std::move(scene));
  }
  return scenes;
}

}  // namespace countersign::fuzz
