#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scene/scene.h"
#include "suite/case.h"

namespace countersign::fuzz {

// ScenesOf makes scenes of a suite's cases, each with its case's id: a verify case is one already,
// a presign case gives the scene in which its URL is used at once.
std::vector<std::pair<std::string, Scene>> ScenesOf(const Suite& suite);

}  // namespace countersign::fuzz
