// Makes scenes of the suite's cases: seeds for the targets and the first corpus of `countersign
// fuzz`.
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
  // Members of families have no signature yet.
  if (scene.request.target.find("${signature}") != std::string::npos) Sign(scene);
  return scene;
}

}  // namespace

std::optional<Scene> SceneOfPresign(const PresignMessage& message) {
  const Answer answer = ReferenceImplementation().presign(message);
  const auto* presigned = std::get_if<OkAnswer>(&answer);
  if (presigned == nullptr) return std::nullopt;
  Scene scene = DefaultScene();
  scene.server.service = message.service;
  scene.server.region = message.region.value_or("");
  scene.bucket.reset();
  if (message.bucket) scene.bucket = {*message.bucket, scene.server.region, std::nullopt};
  scene.credentials = {message.credentials};
  return SceneOfUrl(scene, message, *presigned);
}

std::vector<std::pair<std::string, Scene>> ScenesOf(const Suite& suite) {
  std::vector<std::pair<std::string, Scene>> scenes;
  for (const Case& c : suite.cases) {
    if (std::optional<Scene> scene = SceneOf(c)) scenes.emplace_back(c.id, *std::move(scene));
  }
  return scenes;
}

}  // namespace countersign::fuzz
