// Writes a question as a case file, so that a finding can become a vector. `countersign fuzz` calls
// it for each finding.
#include "differential/vector_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <variant>

#include "differential/vector_scenes.h"
#include "judge/derive.h"
#include "oracle/plain_verifier.h"
#include "protocol/base64.h"
#include "protocol/codec.h"
#include "scene/sign.h"
#include "sigv4/percent_encoding.h"
#include "suite/write.h"

namespace countersign::fuzz {
namespace {

using Json = nlohmann::ordered_json;

Json RequestJson(const RequestMessage& request) {
  Json json = Json::parse("{" + EncodeRequestBody(request));
  json.erase("op");
  return json;
}

Json AnswerJson(const ExpectedAnswer& answer) {
  if (answer.accept) return {{"outcome", "accept"}};
  Json json = {{"outcome", "reject"}};
  if (answer.rejection_class) json["class"] = *answer.rejection_class;
  if (answer.status) json["status"] = *answer.status;
  if (answer.code) json["code"] = *answer.code;
  return json;
}

// Bytes that are not valid UTF-8 are written as {"b64": …}.
Json TextJson(const std::string& bytes) {
  if (IsUtf8(bytes)) return bytes;
  std::string base64;
  AppendBase64(bytes, base64);
  return {{"b64", base64}};
}

// The oracle does not evaluate policies, so one may deny a request that it accepts.
bool SceneHasPolicy(const Scene& scene) {
  const auto& bucket = scene.bucket;
  return scene.request.endpoint_policy ||
         (bucket && (bucket->policy || bucket->account || bucket->access_point ||
                     !bucket->resource_control_policies.empty())) ||
         std::any_of(scene.credentials.begin(), scene.credentials.end(),
                     [](const CredentialMessage& key) {
                       return key.policy || key.session || !key.service_control_policies.empty();
                     });
}

bool IsConfirmed(const Scene& scene, bool accept) {
  if (accept && SceneHasPolicy(scene)) return false;
  const Reading reading = ReadPlainly(scene);
  return reading.knows && reading.missing.empty() == accept;
}

// The oracle confirms an expected URL if it accepts that of the reference. An expected refusal is
// confirmed only if the lifetime is the reason.
bool IsConfirmed(const PresignMessage& message, const ExpectedAnswer& expected) {
  constexpr std::int64_t kWeek = 604800;
  if (!expected.accept) {
    return (expected.rejection_class == "expires-too-short" && message.expires < 1) ||
           (expected.rejection_class == "expires-too-long" && message.expires > kWeek);
  }
  const std::optional<Scene> used = SceneOfPresign(message);
  return used && IsConfirmed(*used, true);
}

bool IsSignatureLiteral(const Case& question) {
  const auto* scene = std::get_if<VerifyMessage>(&question.request);
  if (scene == nullptr) return false;
  Scene again = *scene;
  return !Sign(again) || again != *scene;
}

}  // namespace

bool IsConfirmed(const Case& question) {
  if (question.status == CaseStatus::kDisputed) return false;
  const ExpectedAnswer& expected = question.expected.front();
  if (const auto* message = std::get_if<PresignMessage>(&question.request)) {
    return IsConfirmed(*message, expected);
  }
  return IsConfirmed(std::get<VerifyMessage>(question.request), expected.accept);
}

std::string VectorText(const Case& question, const std::string& found_in) {
  Json json;
  json["format"] = 1;
  json["why"] = question.why + " The implementation: " + found_in + '.';
  json["rules"] = question.rules;
  json["level"] = "may";
  if (!IsConfirmed(question)) json["status"] = "disputed";
  json["requires"] = question.features;
  json[OpOf(question) == Op::kVerify ? "verify" : "presign"] = RequestJson(question.request);
  const bool literal = IsSignatureLiteral(question);
  if (literal) json["signature"] = "literal";
  // Json::array, because compilers differ in what one value in braces means.
  json["expect"]["answers"] = Json::array({AnswerJson(question.expected.front())});
  if (question.refused_by) json["expect"]["refused_by"] = *question.refused_by;
  if (const Stages stages = DeriveStages(question); !literal && !stages.canonical_request.empty()) {
    json["stages"] = {{"canonical_request", TextJson(stages.canonical_request)},
                      {"string_to_sign", TextJson(stages.string_to_sign)}};
    if (!stages.signature.empty()) json["stages"]["signature"] = stages.signature;
  }
  json["provenance"] = Json::array({"derived/countersign-fuzz"});
  const auto text = FormatJson(json.dump());
  return std::holds_alternative<std::string>(text) ? std::get<std::string>(text) : json.dump(2);
}

}  // namespace countersign::fuzz
