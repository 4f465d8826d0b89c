#pragma once

#include "scene/scene.h"

namespace countersign::fuzz {

// MakeAcceptable makes of a scene one that a server accepts once it is signed, as far as that is
// possible: the parameters that sign it are there once and have sense, all its headers are signed,
// the clock stands within its life. What it asks for stays, its path and other parameters and
// headers.
void MakeAcceptable(Scene& scene);

}  // namespace countersign::fuzz
