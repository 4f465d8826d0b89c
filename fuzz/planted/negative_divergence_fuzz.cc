// A target that must fail: it shows that a divergence is found. Property: the verifier accepts what
// the reference accepts. The verifier here accepts an unsigned header, or has the bug that
// COUNTERSIGN_PLANTED names. negative_test.py runs it.
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
  static const Implementation kImplementation =
      PlantedByEnvironment("unsigned-header-beside-a-repeated-name");
  std::optional<Scene> scene = ReadScene(input);
  if (!scene) return Taken::kNotWorthKeeping;
  Sign(*scene);
  const auto accepts = [&](const Implementation& implementation) {
    return std::holds_alternative<OkAnswer>(implementation.verify(*scene));
  };
  Require(accepts(kImplementation) == accepts(ReferenceImplementation()),
          "divergence-from-the-reference", [&] { return SceneText(*scene); });
  return Taken::kKept;
}

}  // namespace countersign::fuzz
