#pragma once

#include <vector>

#include "scene/scene.h"

namespace countersign::fuzz {

// Shapes are scenes that differ in what a verifier may trip over: method, path, query, headers,
// key, lifetime, day, clock, spelling, and one thing more that is mostly wrong. Any three settings
// of these meet in one of them, since many a mistake shows only where two or three conditions do;
// where something is wrong, it is one thing alone, so that nothing hides behind another refusal.
// All are signed. Always the same.
std::vector<Scene> Shapes();

}  // namespace countersign::fuzz
