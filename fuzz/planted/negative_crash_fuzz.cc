// A target that must fail: it shows that a crash after the signature check is found. Property: no
// request crashes the verifier. The verifier here overflows a buffer, or has the bug that
// COUNTERSIGN_PLANTED names. negative_test.py runs it.
#include <optional>

#include "engine/scene_target.h"
#include "engine/target.h"
#include "planted/planted.h"
#include "scene/scene.h"
#include "scene/sign.h"

namespace countersign::fuzz {

const bool kTakesSignatures = false;

Taken Execute(Input input) {
  static const Implementation kImplementation =
      PlantedByEnvironment("overflow-behind-an-encoded-slash");
  std::optional<Scene> scene = ReadScene(input);
  if (!scene) return Taken::kNotWorthKeeping;
  Sign(*scene);
  kImplementation.verify(*scene);
  return Taken::kKept;
}

}  // namespace countersign::fuzz
