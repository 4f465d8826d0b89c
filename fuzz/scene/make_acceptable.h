#pragma once

#include "scene/scene.h"

namespace countersign::fuzz {

// MakeAcceptable changes a scene so that the server accepts it once it is signed, if possible: each
// signing parameter occurs once and is valid, all headers are signed, the clock is within the
// lifetime. The path and the other parameters and headers stay.
void MakeAcceptable(Scene& scene);

}  // namespace countersign::fuzz
