#include "protocol/adapter_info.h"
#include "protocol/codec.h"
#include "protocol/json_writer.h"

namespace countersign {
namespace {

void WriteCredential(const CredentialMessage& credential, JsonWriter& json) {
  json.Text("access_key_id", credential.access_key_id);
  json.Text("secret_access_key", credential.secret_access_key);
  json.OptionalText("session_token", credential.session_token);
  json.OptionalText("kind", credential.kind);
  json.OptionalText("expires_at", credential.expires_at);
  if (credential.session) {
    json.BeginObject("session");
    json.Text("bucket", credential.session->bucket);
    json.OptionalText("mode", credential.session->mode);
    json.EndObject();
  }
  json.OptionalText("status", credential.status);
  json.OptionalText("arn", credential.arn);
  if (credential.policy) json.Raw("policy", *credential.policy);
  if (!credential.tags.empty()) json.Pairs("tags", credential.tags);
  json.OptionalText("organization", credential.organization);
  json.OptionalText("issued_at", credential.issued_at);
  json.OptionalRaws("service_control_policies", credential.service_control_policies);
  json.EndObject();
}

void Write(const PresignMessage& request, JsonWriter& json) {
  json.Text("op", OpName(Op::kPresign));
  json.Text("now", request.now);
  json.Text("method", request.method);
  json.Text("scheme", request.scheme);
  json.Text("host", request.host);
  json.OptionalText("addressing", request.addressing);
  json.OptionalText("bucket", request.bucket);
  json.OptionalText("key", request.key);
  json.Text("path", request.path);
  json.Pairs("query", request.query);
  json.Pairs("headers", request.headers);
  json.Text("payload", request.payload);
  json.Integer("expires", request.expires);
  json.OptionalText("region", request.region);
  if (!request.region_set.empty()) json.Texts("region_set", request.region_set);
  json.Text("service", request.service);
  json.Text("algorithm", request.algorithm);
  json.Text("path_encoding", request.path_encoding);
  json.Flag("normalize_path", request.normalize_path);
  json.BeginObject("credentials");
  WriteCredential(request.credentials, json);
  json.EndObject();
}

void WriteRequest(const VerifyMessage::Request& request, JsonWriter& json) {
  json.BeginObject("request");
  json.Text("method", request.method);
  json.Text("scheme", request.scheme);
  json.Text("target", request.target);
  json.Pairs("headers", request.headers);
  json.OptionalText("source_ip", request.source_ip);
  json.OptionalText("source_vpc", request.source_vpc);
  json.OptionalText("source_vpce", request.source_vpce);
  if (request.via_aws_service) json.Flag("via_aws_service", *request.via_aws_service);
  if (request.endpoint_policy) json.Raw("endpoint_policy", *request.endpoint_policy);
  json.OptionalText("body_sha256", request.body_sha256);
  json.OptionalText("body", request.body);
  json.EndObject();
}

void WriteServer(const VerifyMessage::Server& server, JsonWriter& json) {
  json.BeginObject("server");
  json.Text("service", server.service);
  json.Text("region", server.region);
  json.Texts("hosts", server.hosts);
  json.OptionalText("path_encoding", server.path_encoding);
  if (server.normalize_path) json.Flag("normalize_path", *server.normalize_path);
  json.EndObject();
}

void WriteAccessPoint(const AccessPointMessage& access_point, JsonWriter& json) {
  json.BeginObject("access_point");
  json.Text("arn", access_point.arn);
  if (access_point.policy) json.Raw("policy", *access_point.policy);
  json.OptionalText("vpc", access_point.vpc);
  if (access_point.scope) {
    json.BeginObject("scope");
    if (!access_point.scope->permissions.empty()) {
      json.Texts("permissions", access_point.scope->permissions);
    }
    if (!access_point.scope->prefixes.empty()) json.Texts("prefixes", access_point.scope->prefixes);
    json.EndObject();
  }
  json.EndObject();
}

void WriteBucket(const VerifyMessage::Bucket& bucket, JsonWriter& json) {
  json.BeginObject("bucket");
  json.Text("name", bucket.name);
  json.Text("region", bucket.region);
  if (bucket.policy) json.Raw("policy", *bucket.policy);
  json.OptionalText("account", bucket.account);
  json.OptionalText("organization", bucket.organization);
  json.OptionalRaws("resource_control_policies", bucket.resource_control_policies);
  if (bucket.access_point) WriteAccessPoint(*bucket.access_point, json);
  json.EndObject();
}

void Write(const VerifyMessage& request, JsonWriter& json) {
  json.Text("op", OpName(Op::kVerify));
  json.Text("now", request.now);
  WriteRequest(request.request, json);
  WriteServer(request.server, json);
  json.BeginArray("credentials");
  for (const CredentialMessage& credential : request.credentials) {
    json.BeginObject();
    WriteCredential(credential, json);
  }
  json.EndArray();
  if (request.bucket) WriteBucket(*request.bucket, json);
  json.EndObject();
}

}  // namespace

std::string EncodeRequestBody(const RequestMessage& request) {
  std::string body;
  body.reserve(1024);
  JsonWriter json(body);
  std::visit([&json](const auto& message) { Write(message, json); }, request);
  return body;
}

std::string RequestLine(std::int64_t id, std::string_view body) {
  std::string line;
  line.reserve(body.size() + 32);
  JsonWriter json(line);
  json.BeginObject();
  json.Integer("id", id);
  line += ',';
  line += body;
  return line;
}

// It writes the request to find out, so that this cannot miss a text.
bool NeedsBytes(const RequestMessage& request) {
  std::string body;
  JsonWriter json(body);
  std::visit([&json](const auto& message) { Write(message, json); }, request);
  return !json.AllText();
}

std::string EncodeHelloRequest(int max_inflight) {
  std::string line;
  JsonWriter json(line);
  json.BeginObject();
  json.Integer("id", 0);
  json.Text("op", "hello");
  json.Integer("protocol", 1);
  json.Text("harness", "countersign " COUNTERSIGN_VERSION);
  json.Integer("max_inflight", max_inflight);
  json.EndObject();
  return line;
}

}  // namespace countersign
