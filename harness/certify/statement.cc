// The file statement.dsse.json, which supply-chain tools of others read.
#include "certify/statement.h"

#include <algorithm>

#include "protocol/base64.h"
#include "protocol/json_writer.h"
#include "sigv4/digest.h"
#include "suite/json_place.h"

namespace countersign {
namespace {

constexpr std::string_view kPayloadType = "application/vnd.in-toto+json";

// The pre-authentication encoding of DSSE: what is signed.
std::string PreAuthenticated(std::string_view type, std::string_view payload) {
  std::string text = "DSSEv1 " + std::to_string(type.size()) + " ";
  text += type;
  text += " " + std::to_string(payload.size()) + " ";
  text += payload;
  return text;
}

// A ResourceDescriptor.
void WriteResource(std::string_view name, std::string_view sha256, JsonWriter& json) {
  json.BeginObject();
  json.Text("name", name);
  json.BeginObject("digest");
  json.Text("sha256", sha256);
  json.EndObject();
  json.EndObject();
}

std::string Encoded(std::string_view bytes) {
  std::string text;
  AppendBase64(bytes, text);
  return text;
}

// A deviation of level should is a warning.
std::string_view ResultOf(const CertifiedStanding& standing) {
  if (!standing.IsCertifiable()) return "FAILED";
  const bool warns = std::any_of(standing.profiles.begin(), standing.profiles.end(),
                                 [](const ProfileStanding& one) { return one.should_failed > 0; });
  return warns ? "WARNED" : "PASSED";
}

std::string Base64At(JsonObject& object, std::string_view key) {
  const std::optional<JsonPlace> place = object.Required(key);
  const auto text = place ? Text(*place) : std::nullopt;
  if (!text) return "";
  auto decoded = DecodeBase64(*text);
  if (!decoded) place->AddError("expected base64");
  return decoded.value_or("");
}

void ReadSignature(JsonObject& object, Envelope& envelope) {
  const std::optional<JsonPlace> list = object.Required("signatures");
  if (!list) return;
  const std::vector<JsonPlace> signatures = Elements(*list);
  if (signatures.size() != 1) return list->AddError("expected one signature");
  JsonObject one(signatures.front());
  if (const auto id = one.Required("keyid")) envelope.key_id = Text(*id).value_or("");
  envelope.signature = Base64At(one, "sig");
  one.RefuseOthers();
}

}  // namespace

std::string StatementText(const Manifest& manifest, const std::string& manifest_text,
                          const CertifiedStanding& standing) {
  std::string text;
  JsonWriter json(text);
  json.BeginObject();
  json.Text("_type", "https://in-toto.io/Statement/v1");
  json.BeginArray("subject");
  for (const Artefact& artefact : manifest.product.artefacts) {
    WriteResource(artefact.name, artefact.sha256, json);
  }
  json.EndArray();
  json.Text("predicateType", "https://in-toto.io/attestation/test-result/v0.1");
  json.BeginObject("predicate");
  json.Text("result", ResultOf(standing));
  json.BeginArray("configuration");
  WriteResource("suite", manifest.suite.substr(manifest.suite.find(':') + 1), json);
  WriteResource("challenge", Hex(Sha256(manifest.challenge.bytes)), json);
  WriteResource("manifest.json", Hex(Sha256(manifest_text)), json);
  for (const BundleFile& file : manifest.files) WriteResource(file.name, file.sha256, json);
  json.EndArray();
  std::vector<std::string> passed;
  std::vector<std::string> warned;
  std::vector<std::string> failed;
  for (const ProfileStanding& one : standing.profiles) {
    if (!one.is_claimed) continue;
    auto& list = !one.Passed() ? failed : one.should_failed > 0 ? warned : passed;
    list.emplace_back(one.profile->name);
  }
  json.Texts("passedTests", passed);
  json.Texts("warnedTests", warned);
  json.Texts("failedTests", failed);
  json.EndObject();
  json.EndObject();
  return text;
}

std::string EnvelopeText(const std::string& statement, const Ed25519Key& key) {
  std::string text;
  JsonWriter json(text);
  json.BeginObject();
  json.Text("payloadType", kPayloadType);
  json.Text("payload", Encoded(statement));
  json.BeginArray("signatures");
  json.BeginObject();
  json.Text("keyid", KeyIdOf(key.public_pem));
  json.Text("sig", Encoded(SignEd25519(key, PreAuthenticated(kPayloadType, statement))));
  json.EndObject();
  json.EndArray();
  json.EndObject();
  return text + '\n';
}

std::variant<Envelope, LoadErrors> ParseEnvelope(std::string_view file, std::string_view text) {
  LoadErrors errors;
  JsonFile json;
  Envelope envelope;
  if (const auto root = json.Parse(file, text, errors)) {
    JsonObject object(*root);
    if (const auto type = object.Required("payloadType")) {
      envelope.payload_type = Text(*type).value_or("");
      if (envelope.payload_type != kPayloadType) {
        type->AddError("expected " + std::string(kPayloadType) + ", found " +
                       Quoted(envelope.payload_type));
      }
    }
    envelope.payload = Base64At(object, "payload");
    ReadSignature(object, envelope);
    object.RefuseOthers();
  }
  if (errors.empty()) return envelope;
  return errors;
}

bool IsSignedBy(const Envelope& envelope, const std::string& public_pem) {
  return VerifyEd25519(public_pem, PreAuthenticated(envelope.payload_type, envelope.payload),
                       envelope.signature);
}

}  // namespace countersign
