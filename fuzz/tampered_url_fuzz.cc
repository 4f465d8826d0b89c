// Property: after any one edit (scene/edits.h), an accepted request is refused, or its canonical
// request is still the same.
//
// Input: a scene. The target signs it and chooses the edit by the hash of the input.
#include <optional>
#include <string>
#include <variant>

#include "engine/scene_target.h"
#include "engine/subject.h"
#include "engine/tally.h"
#include "engine/target.h"
#include "oracle/plain_verifier.h"
#include "scene/edits.h"
#include "scene/random.h"
#include "scene/scene.h"
#include "scene/sign.h"

namespace countersign::fuzz {

const bool kTakesSignatures = false;

Taken Execute(Input input) {
  static Tally tally;
  std::optional<Scene> scene = ReadScene(input);
  if (!scene) return Taken::kNotWorthKeeping;
  Sign(*scene);
  const bool accepted = std::holds_alternative<OkAnswer>(Subject().verify(*scene));
  tally.Count(accepted);
  if (!accepted) return Taken::kNotWorthKeeping;

  Scene changed = *scene;
  Random random(HashOf(input));
  const Edit& edit = Edits()[random.Below(Edits().size())];
  edit.apply(changed, random);
  if (changed == *scene) return Taken::kKept;
  if (!std::holds_alternative<OkAnswer>(Subject().verify(changed))) return Taken::kKept;
  Require(PlainCanonicalRequestOf(changed) == PlainCanonicalRequestOf(*scene),
          "tampered-request-accepted", [&] {
            return SceneText(*scene) + "\nis accepted, and so is, after the edit " +
                   std::string(edit.name) + ",\n" + SceneText(changed);
          });
  return Taken::kKept;
}

}  // namespace countersign::fuzz
