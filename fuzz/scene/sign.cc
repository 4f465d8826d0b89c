// Signs scenes, and converts between verify scenes and presign messages. The mutator signs with it,
// so that mutated scenes get further than the signature check.
#include "scene/sign.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "scene/parameters.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/credential_scope.h"
#include "sigv4/digest.h"
#include "sigv4/header_name.h"
#include "sigv4/payload.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"
#include "sigv4/signature.h"
#include "sigv4/signed_headers.h"
#include "sigv4/timestamp.h"

namespace countersign::fuzz {
namespace {

const CredentialMessage* FindKey(const Scene& scene, std::string_view access_key_id) {
  const auto found = std::find_if(
      scene.credentials.begin(), scene.credentials.end(),
      [&](const CredentialMessage& one) { return one.access_key_id == access_key_id; });
  return found == scene.credentials.end() ? nullptr : &*found;
}

std::vector<HeaderField> HeadersOf(const Scene& scene) {
  std::vector<HeaderField> headers;
  headers.reserve(scene.request.headers.size());
  for (const NameValue& one : scene.request.headers) headers.push_back({one.first, one.second});
  return headers;
}

std::int64_t NumberOf(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Removes the fields that only a server knows.
CredentialMessage SignersKey(CredentialMessage key) {
  key.status.reset();
  key.arn.reset();
  key.policy.reset();
  key.tags.clear();
  key.organization.reset();
  key.issued_at.reset();
  key.service_control_policies.clear();
  return key;
}

// The payload line that a verifier computes if all headers are signed.
std::string DeclaredPayload(const PresignMessage& message, const QueryString& query) {
  std::vector<HeaderField> headers;
  std::vector<std::string_view> names;
  for (const NameValue& header : message.headers) {
    headers.push_back({header.first, header.second});
    names.push_back(header.first);
  }
  return PayloadLine(message.service, names, headers, query, std::nullopt);
}

}  // namespace

bool Sign(Scene& scene) {
  const std::vector<HeaderField> headers = HeadersOf(scene);
  const Target target = SplitTarget(scene.request.target);
  const QueryString query = ParseQueryString(target.raw_query);
  const auto date = DecodedValue(query, "X-Amz-Date");
  const auto credential_text = DecodedValue(query, "X-Amz-Credential");
  if (!date || !credential_text) return false;
  const SigningAlgorithm algorithm =
      ReadAlgorithm(DecodedValue(query, "X-Amz-Algorithm").value_or(""))
          .value_or(SigningAlgorithm::kHmacSha256);
  const Result<CredentialParameter> credential = ParseCredential(*credential_text, algorithm);
  if (!credential.ok()) return false;
  const CredentialMessage* key = FindKey(scene, credential.value().access_key_id);
  if (key == nullptr) return false;
  const std::string names_text = DecodedValue(query, "X-Amz-SignedHeaders").value_or("");
  const std::vector<std::string_view> names = SignedHeaderNames(names_text);
  std::optional<std::string> body_sha256 = scene.request.body_sha256;
  if (scene.request.body) body_sha256 = Hex(Sha256(*scene.request.body));
  const std::string payload = PayloadLine(scene.server.service, names, headers, query, body_sha256);
  const bool is_s3 = IsS3Service(scene.server.service);
  const bool twice = scene.server.path_encoding.value_or(is_s3 ? "once" : "twice") == "twice";
  const CanonicalRequestParts parts{scene.request.method,
                                    target.raw_path,
                                    query,
                                    names,
                                    headers,
                                    payload,
                                    twice ? PathEncoding::kTwice : PathEncoding::kOnce,
                                    scene.server.normalize_path.value_or(!is_s3)
                                        ? PathNormalization::kRemoveDotSegments
                                        : PathNormalization::kNever};
  const std::string signature =
      Derive(parts, *date, credential.value().scope, {key->access_key_id, key->secret_access_key})
          .signature;
  SetRawValue(scene, "X-Amz-Signature", signature);
  return true;
}

std::optional<PresignMessage> PresignMessageOf(const Scene& scene) {
  if (scene.credentials.empty()) return std::nullopt;
  const Target target = SplitTarget(scene.request.target);
  const QueryString query = ParseQueryString(target.raw_query);
  const std::string credential_text = DecodedValue(query, "X-Amz-Credential").value_or("");
  const Result<CredentialParameter> credential =
      ParseCredential(credential_text, SigningAlgorithm::kHmacSha256);
  const CredentialMessage* key =
      credential.ok() ? FindKey(scene, credential.value().access_key_id) : nullptr;
  const auto date = ParseAmzDate(DecodedValue(query, "X-Amz-Date").value_or(""));
  const bool is_s3 = IsS3Service(scene.server.service);

  PresignMessage message;
  message.now = date ? FormatRfc3339(*date) : scene.now;
  message.credentials = SignersKey(key == nullptr ? scene.credentials.front() : *key);
  message.method = scene.request.method;
  message.scheme = scene.request.scheme;
  message.path = target.raw_path;
  for (const QueryParameter& one : query.parameters) {
    std::string name = UriDecode(one.raw_name, Plus::kSpace);
    if (name.empty() || IsAuthenticationParameter(name)) continue;  // a signer refuses both
    message.query.emplace_back(std::move(name), DecodedValue(one));
  }
  for (const NameValue& header : scene.request.headers) {
    if (SameHeaderName(header.first, "host")) {
      message.host = header.second;
    } else {
      message.headers.push_back(header);
    }
  }
  message.expires = NumberOf(DecodedValue(query, "X-Amz-Expires").value_or("0"));
  message.service = scene.server.service;
  message.region =
      credential.ok() ? std::string(credential.value().scope.region) : scene.server.region;
  message.algorithm = "AWS4-HMAC-SHA256";
  message.path_encoding = is_s3 ? "once" : "twice";
  message.normalize_path = !is_s3;
  message.payload = DeclaredPayload(message, query);
  return message;
}

std::optional<Scene> SceneOfUrl(const Scene& scene, const PresignMessage& message,
                                const OkAnswer& presigned) {
  const std::string_view url = presigned.url ? std::string_view(*presigned.url) : "";
  const std::string before_path = message.scheme + "://" + message.host;
  if (!url.starts_with(before_path)) return std::nullopt;
  Scene used = scene;
  used.now = message.now;
  used.request.method = message.method;
  used.request.scheme = message.scheme;
  used.request.target = url.substr(before_path.size());
  used.request.headers = {{"Host", message.host}};
  const std::vector<NameValue>& told = presigned.headers ? *presigned.headers : message.headers;
  used.request.headers.insert(used.request.headers.end(), told.begin(), told.end());
  used.request.body_sha256.reset();
  used.request.body.reset();
  return used;
}

}  // namespace countersign::fuzz
