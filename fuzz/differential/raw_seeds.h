#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scene/scene.h"

namespace countersign::fuzz {

// RawSeed is an input for a target that reads bytes, in the form that the top of SUBJECT_fuzz.cc
// says.
struct RawSeed {
  std::string_view corpus;
  std::string text;
};

// RawSeedsOf makes such inputs from the parts of a scene. It leaves out any that is longer than the
// target's max_len.
std::vector<RawSeed> RawSeedsOf(const Scene& scene);

}  // namespace countersign::fuzz
