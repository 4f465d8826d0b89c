// Property: the verifier accepts a request if and only if the oracle (oracle/plain_verifier.h)
// finds that every condition holds and computes the same signature.
//
// Input: a scene, whose signature is used as it is.
#include <optional>
#include <string>
#include <variant>

#include "engine/scene_target.h"
#include "engine/subject.h"
#include "engine/tally.h"
#include "engine/target.h"
#include "oracle/plain_verifier.h"
#include "scene/refusal.h"
#include "scene/scene.h"

namespace countersign::fuzz {

const bool kTakesSignatures = true;

Taken Execute(Input input) {
  static Tally tally;
  const std::optional<Scene> scene = ReadScene(input);
  if (!scene) return Taken::kNotWorthKeeping;
  const Answer answer = Subject().verify(*scene);
  if (std::holds_alternative<FaultAnswer>(answer)) return Taken::kNotWorthKeeping;
  const Reading reading = ReadPlainly(*scene);
  const auto* refusal = std::get_if<RejectAnswer>(&answer);
  tally.Count(refusal == nullptr || IsAfterTheSignature(refusal->rejection_class));
  if (!reading.knows) return Taken::kKept;

  const auto details = [&] {
    return SceneText(*scene) + "\nthe verifier: " +
           (refusal == nullptr ? "accepts" : refusal->rejection_class.value_or("?")) +
           "\nthe oracle requires: " + reading.missing + "\nit computes: " + reading.computed;
  };
  if (refusal == nullptr || IsAfterTheSignature(refusal->rejection_class)) {
    Require(reading.missing.empty(), "accepted-against-the-rules", details);
  } else if (!IsWrongEndpoint(*refusal)) {
    Require(!reading.missing.empty(), "refused-against-the-rules", details);
  }
  return Taken::kKept;
}

}  // namespace countersign::fuzz
