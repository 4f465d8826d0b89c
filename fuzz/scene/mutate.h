#pragma once

#include <string>

#include "scene/random.h"
#include "scene/scene.h"

namespace countersign::fuzz {

// OctetMutator changes any octets, as an engine does that knows nothing of their meaning.
using OctetMutator = void (*)(std::string& octets, Random& random);

// Mutate makes a few edits and heals the scene (scene/make_acceptable.h), in this order or in the
// other.
void Mutate(Scene& scene, Random& random, OctetMutator octets);

// Resign signs what became of a scene, so that what is wrong with it lies behind the signature. One
// in sixteen is changed once more, after it was signed.
void Resign(Scene& scene, Random& random);

// Cross mixes a scene with another: path, clock, and of the parameters and headers half of what
// each has, so that scenes do not grow from one generation to the next. In one of two, the headers
// are all signed and the scene is healed before it gets another's clock or signing parameter; in
// the others, one header comes that is not signed.
Scene Cross(Scene one, const Scene& other, Random& random);

// FirstScene is the request of the S3 documentation's example, signed: something to begin with.
Scene FirstScene();

// MutateOctets is an OctetMutator for those who have no engine: flips, drops, repeats, inserts.
void MutateOctets(std::string& octets, Random& random);

}  // namespace countersign::fuzz
