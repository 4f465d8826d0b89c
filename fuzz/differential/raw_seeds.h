#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scene/scene.h"

namespace countersign::fuzz {

// RawSeed is an input for the targets that read octets, as each says at its head.
struct RawSeed {
  std::string_view corpus;
  std::string text;
};

// RawSeedsOf takes a scene apart for them; what is longer than a target takes is left out.
std::vector<RawSeed> RawSeedsOf(const Scene& scene);

}  // namespace countersign::fuzz
