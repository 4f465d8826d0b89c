#include "judge/reference_request.h"

#include "sigv4/service.h"

namespace countersign {
namespace {

CredentialKind ToKind(const std::optional<std::string>& kind) {
  if (kind == "root") return CredentialKind::kRoot;
  if (kind == "sts") return CredentialKind::kSts;
  if (kind == "instance-profile") return CredentialKind::kInstanceProfile;
  return CredentialKind::kIamUser;
}

PathRules Rules(bool twice, bool normalised) {
  return {twice ? PathEncoding::kTwice : PathEncoding::kOnce,
          normalised ? PathNormalization::kRemoveDotSegments : PathNormalization::kNever};
}

}  // namespace

Credentials ToCredentials(const CredentialMessage& message) {
  Credentials credentials;
  credentials.access_key_id = message.access_key_id;
  credentials.secret_access_key = message.secret_access_key;
  credentials.session_token = message.session_token;
  credentials.kind = ToKind(message.kind);
  if (message.expires_at) credentials.expires_at = ParseRfc3339(*message.expires_at);
  if (message.status == "inactive") credentials.status = CredentialStatus::kInactive;
  return credentials;
}

std::vector<HeaderField> ToHeaders(const std::vector<NameValue>& headers) {
  std::vector<HeaderField> fields;
  fields.reserve(headers.size());
  for (const NameValue& header : headers) fields.push_back({header.first, header.second});
  return fields;
}

PathRules PathRulesOf(const PresignMessage& message) {
  return Rules(message.path_encoding == "twice", message.normalize_path);
}

PathRules PathRulesOf(const VerifyMessage::Server& server) {
  return Rules(server.path_encoding == "twice", server.normalize_path.value_or(false));
}

PresignRequest ToPresignRequest(const PresignMessage& message) {
  PresignRequest request;
  request.now = ParseRfc3339(message.now).value_or(Timestamp{});
  request.method = message.method;
  request.scheme = message.scheme;
  request.host = message.host;
  request.path = message.path;
  request.query = message.query;
  request.headers = ToHeaders(message.headers);
  request.payload = message.payload;
  request.expires = message.expires;
  request.region = message.region.value_or("");
  request.service = message.service;
  request.algorithm = message.algorithm;
  const PathRules path = PathRulesOf(message);
  request.path_encoding = path.encoding;
  request.path_normalization = path.normalization;
  request.credentials = ToCredentials(message.credentials);
  return request;
}

HttpRequest ToHttpRequest(const VerifyMessage::Request& request) {
  return {request.method, request.scheme, request.target, ToHeaders(request.headers),
          request.body_sha256};
}

Result<Accepted> VerifyWithReference(const VerifyMessage& message, SigningKeyCache& keys) {
  std::vector<Credentials> credentials;
  credentials.reserve(message.credentials.size());
  for (const CredentialMessage& one : message.credentials)
    credentials.push_back(ToCredentials(one));
  VerifyContext context;
  context.now = ParseRfc3339(message.now).value_or(Timestamp{});
  context.service = message.server.service;
  context.region = message.bucket ? message.bucket->region : message.server.region;
  context.server_region = message.server.region;
  if (message.bucket) context.bucket = message.bucket->name;
  const PathRules path = PathRulesOf(message.server);
  context.path_encoding = path.encoding;
  context.path_normalization = path.normalization;
  context.credentials = credentials;
  return Verify(ToHttpRequest(message.request), context, keys);
}

}  // namespace countersign
