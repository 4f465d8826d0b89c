#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scene/scene.h"
#include "suite/case.h"

namespace countersign::fuzz {

// ScenesOf makes a scene of each of a suite's cases, and returns it with the case's id. A verify
// case is already a scene. A presign case becomes the scene in which its URL is used at once.
std::vector<std::pair<std::string, Scene>> ScenesOf(const Suite& suite);

// SceneOfPresign is the scene in which the reference's URL is used at the time of signing. Returns
// nullopt if the reference refuses to sign.
std::optional<Scene> SceneOfPresign(const PresignMessage& message);

}  // namespace countersign::fuzz
