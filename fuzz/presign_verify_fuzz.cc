// Property: what the signer signs is accepted at every instant of its life and at none outside, and
// is what a plain reading of the rules would have signed.
#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "engine/scene_target.h"
#include "engine/subject.h"
#include "engine/tally.h"
#include "engine/target.h"
#include "oracle/plain_verifier.h"
#include "scene/random.h"
#include "scene/refusal.h"
#include "scene/scene.h"
#include "scene/sign.h"
#include "sigv4/timestamp.h"

namespace countersign::fuzz {
namespace {

using Seconds = std::chrono::seconds;

// The server that the URL is meant for, and lets its signer do everything.
void MakeHospitable(Scene& scene, const PresignMessage& asked) {
  scene.server.region = *asked.region;
  scene.server.path_encoding.reset();
  scene.server.normalize_path.reset();
  if (scene.bucket) {
    scene.bucket->region = *asked.region;
    scene.bucket->policy.reset();
  }
  for (CredentialMessage& key : scene.credentials) {
    key.status.reset();
    key.policy.reset();
  }
}

bool IsYearOfFourDigits(Timestamp time) {
  const auto year = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(time)).year();
  return year >= std::chrono::year(0) && year <= std::chrono::year(9999);
}

void CheckAt(Timestamp now, bool alive, Scene& used) {
  if (!IsYearOfFourDigits(now)) return;
  used.now = FormatRfc3339(now);
  const Answer answer = Subject().verify(used);
  const auto* refusal = std::get_if<RejectAnswer>(&answer);
  if (refusal != nullptr && IsAboutThePlace(*refusal)) return;
  Require(std::holds_alternative<OkAnswer>(answer) == alive,
          alive ? "refused-within-its-life" : "accepted-outside-its-life", [&] {
            return SceneText(used) + "\nat " + used.now + " the verifier " +
                   (refusal == nullptr ? "accepts" : "refuses: " + refusal->message.value_or("?"));
          });
}

// CheckLife looks at both sides of one edge of its life.
void CheckLife(const PresignMessage& asked, bool opening, Scene& used) {
  const Timestamp date = *ParseRfc3339(asked.now);
  const Timestamp end = date + Seconds(asked.expires);
  const std::optional<Timestamp> key_end =
      asked.credentials.expires_at ? ParseRfc3339(*asked.credentials.expires_at) : std::nullopt;
  const auto alive = [&](Timestamp now) {
    return now >= date - Seconds(900) && now <= end && (!key_end || now < *key_end);
  };
  const Timestamp within = opening ? date - Seconds(900) : end;
  const Timestamp outside = opening ? within - Seconds(1) : within + Seconds(1);
  for (const Timestamp now : {within, outside}) CheckAt(now, alive(now), used);
}

// What makes a URL useless and is signed all the same. A header that contradicts a parameter of its
// name: published vectors of rusty-s3 sign an x-amz-date of another day. A key that is no UTF-8: S3
// knows none, other stores do.
bool IsNotForTheSigner(const std::string& missing) {
  return missing.starts_with("one value of ") || missing == "UTF-8 in the path";
}

}  // namespace

const bool kTakesSignatures = false;

Taken Execute(Input input) {
  static Tally tally;
  std::optional<Scene> scene = ReadScene(input);
  const std::optional<PresignMessage> asked = scene ? PresignMessageOf(*scene) : std::nullopt;
  if (!asked) return Taken::kNotWorthKeeping;
  const Answer presigned = Subject().presign(*asked);
  const auto* ok = std::get_if<OkAnswer>(&presigned);
  tally.Count(ok != nullptr);
  if (ok == nullptr) return Taken::kNotWorthKeeping;

  MakeHospitable(*scene, *asked);
  std::optional<Scene> used = SceneOfUrl(*scene, *asked, *ok);
  const auto details = [&] {
    return SceneText(*scene) + "\npresigned as " + ok->url.value_or("nothing");
  };
  Require(used.has_value(), "presigned-another-place", details);
  const Reading reading = ReadPlainly(*used);
  if (IsNotForTheSigner(reading.missing)) return Taken::kKept;
  Require(reading.missing.empty(), "presigned-against-the-rules",
          [&] { return details() + "\nthe plain reading misses: " + reading.missing; });
  CheckLife(*asked, IsOneOfTwo(input), *used);
  return Taken::kKept;
}

}  // namespace countersign::fuzz
