#pragma once

#include <vector>

#include "scene/scene.h"

namespace countersign::fuzz {

// Shapes returns signed scenes that differ in method, path, query, headers, key, lifetime, day,
// clock, spelling, and in one further change, which usually makes them invalid. Any three settings
// occur together in one of the scenes, because many mistakes show only if two or three conditions
// meet. At most one thing is wrong in a scene, so that one refusal does not hide another. Always
// the same.
std::vector<Scene> Shapes();

}  // namespace countersign::fuzz
