// Property: a URL from the signer is accepted at every instant of its life and at no other, and the
// oracle (oracle/plain_verifier.h) finds that it follows the rules.
//
// Input: a scene. The target takes it as what the signer is asked for; see PresignMessageOf.
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
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
#include "sigv4/header_name.h"
#include "sigv4/timestamp.h"

namespace countersign::fuzz {
namespace {

using Seconds = std::chrono::seconds;

// Changes the server to the one that the URL is for, which allows its signer everything.
void MakeServerPermissive(Scene& scene, const PresignMessage& message) {
  scene.server.region = *message.region;
  scene.server.path_encoding.reset();
  scene.server.normalize_path.reset();
  if (scene.bucket) {
    scene.bucket->region = *message.region;
    scene.bucket->policy.reset();
    scene.bucket->resource_control_policies.clear();
    scene.bucket->account.reset();  // the signer's own
    scene.bucket->access_point.reset();
  }
  scene.request.endpoint_policy.reset();
  for (CredentialMessage& key : scene.credentials) {
    key.status.reset();
    key.policy.reset();
    key.service_control_policies.clear();
    // The token's name follows from the session, so it stays; it is for this bucket.
    if (key.session) key.session = SessionMessage{scene.bucket ? scene.bucket->name : "", {}};
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
  if (refusal != nullptr && IsWrongEndpoint(*refusal)) return;
  Require(std::holds_alternative<OkAnswer>(answer) == alive,
          alive ? "refused-within-its-life" : "accepted-outside-its-life", [&] {
            return SceneText(used) + "\nat " + used.now + " the verifier " +
                   (refusal == nullptr ? "accepts" : "refuses: " + refusal->message.value_or("?"));
          });
}

// CheckLife checks both sides of the beginning or of the end of a URL's life.
void CheckLife(const PresignMessage& message, bool opening, Scene& used) {
  const Timestamp date = *ParseRfc3339(message.now);
  const Timestamp end = date + Seconds(message.expires);
  const std::optional<Timestamp> key_end =
      message.credentials.expires_at ? ParseRfc3339(*message.credentials.expires_at) : std::nullopt;
  const auto alive = [&](Timestamp now) {
    return now >= date - Seconds(900) && now <= end && (!key_end || now < *key_end);
  };
  const Timestamp within = opening ? date - Seconds(900) : end;
  const Timestamp outside = opening ? within - Seconds(1) : within + Seconds(1);
  for (const Timestamp now : {within, outside}) CheckAt(now, alive(now), used);
}

// Conditions that make a URL useless, but are not for the signer to check. A header that
// contradicts the parameter of its name: published vectors of rusty-s3 sign an x-amz-date of
// another day. A key that is not valid UTF-8: S3 has no such keys, but other stores do.
bool IsNotForTheSigner(const std::string& missing) {
  return missing.starts_with("one value of ") || missing == "UTF-8 in the path";
}

// Whether the bucket belongs to the account that a request expects is not for the signer either.
bool NamesAnOwner(const PresignMessage& message) {
  constexpr std::string_view kName = "x-amz-expected-bucket-owner";
  return FindHeader(message.headers, kName) != nullptr ||
         FindHeader(message.query, kName) != nullptr;
}

// Whether the operation is one for a session is not for the signer, too.
bool NeedsTheOwnKey(const PresignMessage& message) {
  return message.credentials.session &&
         (FindHeader(message.headers, "x-amz-copy-source") != nullptr ||
          FindHeader(message.query, "session") != nullptr);
}

}  // namespace

const bool kTakesSignatures = false;

Taken Execute(Input input) {
  static Tally tally;
  std::optional<Scene> scene = ReadScene(input);
  const std::optional<PresignMessage> message = scene ? PresignMessageOf(*scene) : std::nullopt;
  if (!message) return Taken::kNotWorthKeeping;
  const Answer presigned = Subject().presign(*message);
  const auto* ok = std::get_if<OkAnswer>(&presigned);
  tally.Count(ok != nullptr);
  if (ok == nullptr) return Taken::kNotWorthKeeping;

  MakeServerPermissive(*scene, *message);
  std::optional<Scene> used = SceneOfUrl(*scene, *message, *ok);
  const auto details = [&] {
    return SceneText(*scene) + "\npresigned as " + ok->url.value_or("nothing");
  };
  Require(used.has_value(), "presigned-another-place", details);
  const Reading reading = ReadPlainly(*used);
  if (IsNotForTheSigner(reading.missing) || NamesAnOwner(*message) || NeedsTheOwnKey(*message)) {
    return Taken::kKept;
  }
  Require(reading.missing.empty(), "presigned-against-the-rules",
          [&] { return details() + "\nthe oracle requires: " + reading.missing; });
  CheckLife(*message, IsOneOfTwo(input), *used);
  return Taken::kKept;
}

}  // namespace countersign::fuzz
