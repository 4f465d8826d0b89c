#pragma once

#include <functional>
#include <vector>

#include "scene/scene.h"

namespace countersign::fuzz {

// AskWhether tells of each scene whether it still shows what is being looked for. An empty answer
// ends the search.
using AskWhether = std::function<std::vector<bool>(const std::vector<Scene>&)>;

// Shrink takes away from a scene whatever can go while it still shows it: parameters, headers,
// segments, octets, keys. A scene that was signed rightly stays so. Every scene that is asked for
// is shorter than the one before, as text, or more usual.
Scene Shrink(Scene scene, const AskWhether& shows);

// Simpler lists what could be simpler about a scene, one change each.
std::vector<Scene> Simpler(const Scene& scene);

}  // namespace countersign::fuzz
