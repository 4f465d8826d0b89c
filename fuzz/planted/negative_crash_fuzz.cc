// Must fail: it proves that a crash behind the signature is seen. Property: no request makes the
// verifier crash; put to it is one that overflows a buffer, or what COUNTERSIGN_PLANTED names.
#include <optional>

#include "engine/scene_target.h"
#include "engine/target.h"
#include "planted/planted.h"
#include "scene/scene.h"
#include "scene/sign.h"

namespace countersign::fuzz {

const bool kTakesSignatures = false;

Taken Execute(Input input) {
  static const Implementation kSuspect = PlantedByEnvironment("overflow-behind-an-encoded-slash");
  std::optional<Scene> scene = ReadScene(input);
  if (!scene) return Taken::kNotWorthKeeping;
  Sign(*scene);
  kSuspect.verify(*scene);
  return Taken::kKept;
}

}  // namespace countersign::fuzz
