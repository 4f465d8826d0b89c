#pragma once

#include <functional>
#include <vector>

#include "scene/scene.h"

namespace countersign::fuzz {

// ShowsFn tells for each scene whether it still shows the divergence. An empty answer ends the
// search.
using ShowsFn = std::function<std::vector<bool>(const std::vector<Scene>&)>;

// Shrink removes from a scene all that it can while the scene still shows the divergence:
// parameters, headers, segments, bytes, keys. A scene with a right signature keeps a right one.
// Every scene passed to `shows` is shorter as text, or more usual, than the best one so far.
Scene Shrink(Scene scene, const ShowsFn& shows);

// Simpler returns simpler variants of a scene, each with one change.
std::vector<Scene> Simpler(const Scene& scene);

}  // namespace countersign::fuzz
