#pragma once

#include <string>

#include "scene/random.h"
#include "scene/scene.h"

namespace countersign::fuzz {

// ByteMutator changes bytes without knowing what they mean, as an engine does.
using ByteMutator = void (*)(std::string& bytes, Random& random);

// Mutate makes a few edits and repairs the scene (scene/make_acceptable.h), in this order or in the
// other.
void Mutate(Scene& scene, Random& random, ByteMutator bytes);

// Resign signs a scene again, so that the signature is not what is wrong with it. One scene in
// sixteen gets one more edit after signing.
void Resign(Scene& scene, Random& random);

// Cross mixes two scenes: path, clock, and half of the parameters and headers of each, so that
// scenes do not grow from one generation to the next. In one case of two, all headers are signed
// and the scene is repaired before it gets the other's clock or signing parameter. Otherwise it
// gets one unsigned header of the other scene.
Scene Cross(Scene one, const Scene& other, Random& random);

// FirstScene is the request of the S3 documentation's example, signed.
Scene FirstScene();

// MutateBytes is the ByteMutator for use without an engine: it replaces, inserts, drops or repeats
// bytes.
void MutateBytes(std::string& bytes, Random& random);

}  // namespace countersign::fuzz
