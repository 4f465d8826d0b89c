// Must fail: it proves that a divergence is seen. Property: the verifier accepts what the reference
// accepts; put to it is one that honours an unsigned header, or what COUNTERSIGN_PLANTED names.
#include <optional>
#include <variant>

#include "engine/scene_target.h"
#include "engine/target.h"
#include "planted/planted.h"
#include "reference_adapter/reference_adapter.h"
#include "scene/scene.h"
#include "scene/sign.h"

namespace countersign::fuzz {

const bool kTakesSignatures = false;

Taken Execute(Input input) {
  static const Implementation kSuspect =
      PlantedByEnvironment("unsigned-header-beside-a-repeated-name");
  std::optional<Scene> scene = ReadScene(input);
  if (!scene) return Taken::kNotWorthKeeping;
  Sign(*scene);
  const auto accepts = [&](const Implementation& implementation) {
    return std::holds_alternative<OkAnswer>(implementation.verify(*scene));
  };
  Require(accepts(kSuspect) == accepts(ReferenceImplementation()), "divergence-from-the-reference",
          [&] { return SceneText(*scene); });
  return Taken::kKept;
}

}  // namespace countersign::fuzz
