#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scene/scene.h"
#include "suite/case.h"

namespace countersign::fuzz {

// ScenesOf makes scenes of a suite's cases, each with its case's id: a verify case is one already,
// a presign case gives the scene in which its URL is used at once.
std::vector<std::pair<std::string, Scene>> ScenesOf(const Suite& suite);

// SceneOfPresign is the use of the URL that the reference makes of what is asked, at the time of
// its signing; nothing where it makes none.
std::optional<Scene> SceneOfPresign(const PresignMessage& asked);

}  // namespace countersign::fuzz
