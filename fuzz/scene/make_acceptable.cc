// Repairs a scene so that the server accepts it once it is signed. Mutations add up: without
// repair, nearly all scenes would soon be refused for the same first reason. scene/mutate.cc and
// the shapes call it.
#include "scene/make_acceptable.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>

#include "scene/parameters.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/credential_scope.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"
#include "sigv4/service.h"
#include "sigv4/timestamp.h"
#include "sigv4/validity_window.h"

namespace countersign::fuzz {
namespace {

using Seconds = std::chrono::seconds;

// What the new parameters keep from the old ones.
struct Signing {
  const CredentialMessage* key = nullptr;
  Timestamp date = {};
  std::int64_t expires = 3600;
};

bool IsActive(const CredentialMessage& key) { return key.status != "inactive"; }

const CredentialMessage* ActiveKey(const Scene& scene, std::string_view access_key_id) {
  const CredentialMessage* any = nullptr;
  for (const CredentialMessage& key : scene.credentials) {
    if (!IsActive(key)) continue;
    if (key.access_key_id == access_key_id) return &key;
    if (any == nullptr) any = &key;
  }
  return any;
}

Signing SigningOf(const Scene& scene) {
  Signing signing;
  const std::string credential = Value(scene, "X-Amz-Credential").value_or("");
  signing.key = ActiveKey(scene, credential.substr(0, credential.find('/')));
  const auto date = ParseAmzDate(Value(scene, "X-Amz-Date").value_or(""));
  signing.date = date ? *date : ParseRfc3339(scene.now).value_or(Timestamp());
  const Result<std::int64_t> expires = ReadExpires(Value(scene, "X-Amz-Expires").value_or(""));
  if (expires.ok() && expires.value() > 0) signing.expires = expires.value();
  return signing;
}

bool BelongsToASignature(std::string_view name) {
  return IsAuthenticationParameter(name) || name == "AWSAccessKeyId";
}

void RepairPath(std::string& path) {
  if (!path.starts_with('/')) path.insert(path.begin(), '/');
  if (HasMalformedEscape(path) || !IsUtf8(UriDecode(path, Plus::kLiteral))) path = "/test.txt";
}

void RepairPieces(std::vector<std::string>& pieces) {
  std::erase_if(pieces, [](const std::string& piece) {
    const std::string name = UriDecode(piece.substr(0, piece.find('=')), Plus::kSpace);
    // Parameters that are read instead of headers may contradict them.
    return BelongsToASignature(name) || IsAmzHeader(name) || HasMalformedEscape(piece);
  });
}

std::string RepairHeaders(std::vector<NameValue>& headers) {
  std::erase_if(headers, [](const NameValue& header) {
    return SameHeaderName(header.first, "authorization") || header.first.empty() ||
           header.first.find(';') != std::string::npos;
  });
  std::vector<std::string> names;
  for (const NameValue& header : headers) names.push_back(LowerCase(header.first));
  if (std::find(names.begin(), names.end(), "host") == names.end()) {
    headers.emplace_back("Host", "examplebucket.s3.amazonaws.com");
    names.emplace_back("host");
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::string joined;
  for (const std::string& name : names) joined += (joined.empty() ? "" : ";") + name;
  return joined;
}

void RepairClock(Scene& scene, const Signing& signing) {
  const auto now = ParseRfc3339(scene.now);
  const bool within =
      now && *now >= signing.date - Seconds(900) && *now <= signing.date + Seconds(signing.expires);
  if (!within) scene.now = FormatRfc3339(signing.date);
  const Timestamp clock = *ParseRfc3339(scene.now);
  for (CredentialMessage& key : scene.credentials) {
    const auto end = key.expires_at ? ParseRfc3339(*key.expires_at) : std::nullopt;
    if (end && *end <= clock) key.expires_at.reset();
  }
}

}  // namespace

void MakeAcceptable(Scene& scene) {
  const Signing signing = SigningOf(scene);
  if (signing.key == nullptr) return;
  if (scene.bucket) scene.bucket->region = scene.server.region;
  RawTarget target = SplitRawTarget(scene.request.target);
  RepairPath(target.path);
  RepairPieces(target.pieces);
  const std::string names = RepairHeaders(scene.request.headers);
  const auto add = [&](const std::string& name, std::string_view value) {
    target.pieces.push_back(name + "=" + UriEncode(value, Slash::kEncode));
  };
  const std::string date = FormatAmzDate(signing.date);
  const std::string scope_date = date.substr(0, 8);
  add("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
  add("X-Amz-Credential", signing.key->access_key_id + "/" +
                              ScopeText({scope_date, scene.server.region, scene.server.service}));
  add("X-Amz-Date", date);
  add("X-Amz-Expires", std::to_string(signing.expires));
  if (signing.key->session_token) {
    add(std::string(
            TokenParameter(signing.key->session ? TokenIssuer::kCreateSession : TokenIssuer::kSts)),
        *signing.key->session_token);
  }
  add("X-Amz-SignedHeaders", names);
  scene.request.target = JoinRawTarget(target);
  RepairClock(scene, signing);
}

}  // namespace countersign::fuzz
