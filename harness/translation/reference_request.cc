#include "translation/reference_request.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "policy/ip_range.h"
#include "sigv4/digest.h"
#include "translation/policy_reader.h"

namespace countersign {
namespace {

// ReadTime reads an RFC 3339 text into out; returns the error if it is not one.
std::optional<ProtocolError> ReadTime(const std::string& pointer, const std::string& text,
                                      Timestamp& out) {
  const std::optional<Timestamp> time = ParseRfc3339(text);
  if (!time) return ProtocolError{pointer + ": expected yyyy-MM-ddTHH:mm:ssZ, found " + text};
  out = *time;
  return std::nullopt;
}

std::optional<ProtocolError> ReadTime(const std::string& pointer,
                                      const std::optional<std::string>& text,
                                      std::optional<Timestamp>& out) {
  if (!text) return std::nullopt;
  return ReadTime(pointer, *text, out.emplace());
}

// The codec lets no other texts through than these.
CredentialKind KindOf(const std::optional<std::string>& text) {
  if (text == "root") return CredentialKind::kRoot;
  if (text == "sts") return CredentialKind::kSts;
  if (text == "instance-profile") return CredentialKind::kInstanceProfile;
  return CredentialKind::kIamUser;
}

PathEncoding EncodingOf(std::string_view text) {
  return text == "twice" ? PathEncoding::kTwice : PathEncoding::kOnce;
}

PathNormalization NormalizationOf(bool normalize) {
  return normalize ? PathNormalization::kRemoveDotSegments : PathNormalization::kNever;
}

std::vector<HeaderField> ToHeaders(std::vector<NameValue> pairs) {
  std::vector<HeaderField> headers;
  headers.reserve(pairs.size());
  for (NameValue& pair : pairs) headers.push_back({std::move(pair.first), std::move(pair.second)});
  return headers;
}

std::vector<PolicyDocument> ReadPolicies(const std::vector<std::string>& documents,
                                         AttachedTo attached_to) {
  std::vector<PolicyDocument> policies;
  for (const std::string& json : documents) policies.push_back(ReadPolicy(json, attached_to));
  return policies;
}

std::optional<ProtocolError> ToOrigin(VerifyMessage::Request& request, Origin& out) {
  if (request.source_ip && !ParseIpAddress(*request.source_ip)) {
    return ProtocolError{"/request/source_ip: expected an IPv4 or IPv6 address, found " +
                         *request.source_ip};
  }
  out.source_ip = std::move(request.source_ip);
  out.source_vpc = std::move(request.source_vpc);
  out.source_vpce = std::move(request.source_vpce);
  out.via_aws_service = request.via_aws_service.value_or(false);
  if (request.endpoint_policy && !out.source_vpce) {
    return ProtocolError{"/request/endpoint_policy: expected only with source_vpce"};
  }
  if (request.endpoint_policy) {
    out.endpoint_policy = ReadPolicy(*request.endpoint_policy, AttachedTo::kEndpoint);
  }
  return std::nullopt;
}

// If the body is known, its hash follows from it.
std::optional<ProtocolError> ToBody(VerifyMessage::Request& request, HttpRequest& out) {
  if (request.body && request.body_sha256) {
    return ProtocolError{"/request/body_sha256: expected only without body"};
  }
  out.body_sha256 = std::move(request.body_sha256);
  if (request.body) out.body_sha256 = Hex(Sha256(*request.body));
  out.body = std::move(request.body);
  return std::nullopt;
}

void ToBucket(VerifyMessage::Bucket bucket, VerifyInput& out) {
  out.region = std::move(bucket.region);
  out.bucket = std::move(bucket.name);
  if (bucket.policy) out.bucket_policy = ReadPolicy(*bucket.policy, AttachedTo::kBucket);
  if (bucket.access_point) {
    AccessPoint& point = out.access_point.emplace();
    point.arn = std::move(bucket.access_point->arn);
    if (bucket.access_point->policy) {
      point.policy = ReadPolicy(*bucket.access_point->policy, AttachedTo::kBucket);
    }
    point.vpc = std::move(bucket.access_point->vpc);
    if (bucket.access_point->scope) {
      point.scope = {std::move(bucket.access_point->scope->permissions),
                     std::move(bucket.access_point->scope->prefixes)};
    }
  }
  out.owner.account = std::move(bucket.account);
  out.owner.organization = std::move(bucket.organization);
  out.owner.resource_control_policies =
      ReadPolicies(bucket.resource_control_policies, AttachedTo::kResources);
}

}  // namespace

Decoded<Credentials> ToCredentials(CredentialMessage message, const std::string& pointer) {
  Credentials out;
  out.access_key_id = std::move(message.access_key_id);
  out.secret_access_key = std::move(message.secret_access_key);
  out.session_token = std::move(message.session_token);
  out.kind = KindOf(message.kind);
  if (message.status == "inactive") out.status = CredentialStatus::kInactive;
  out.arn = std::move(message.arn);
  if (message.policy) out.policy = ReadPolicy(*message.policy, AttachedTo::kPrincipal);
  if (message.session) {
    out.session = BucketSession{
        std::move(message.session->bucket),
        message.session->mode == "ReadOnly" ? SessionMode::kReadOnly : SessionMode::kReadWrite};
  }
  out.organization = std::move(message.organization);
  for (NameValue& tag : message.tags) {
    out.tags.push_back({std::move(tag.first), std::move(tag.second)});
  }
  out.service_control_policies =
      ReadPolicies(message.service_control_policies, AttachedTo::kAccounts);
  if (auto error = ReadTime(pointer + "/expires_at", message.expires_at, out.expires_at)) {
    return *std::move(error);
  }
  if (auto error = ReadTime(pointer + "/issued_at", message.issued_at, out.issued_at)) {
    return *std::move(error);
  }
  return out;
}

Decoded<PresignRequest> ToPresignRequest(PresignMessage message) {
  PresignRequest request;
  if (auto error = ReadTime("/now", message.now, request.now)) return *std::move(error);
  Decoded<Credentials> credentials = ToCredentials(std::move(message.credentials), "/credentials");
  if (auto* error = std::get_if<ProtocolError>(&credentials)) return std::move(*error);
  request.credentials = std::get<Credentials>(std::move(credentials));
  request.method = std::move(message.method);
  request.scheme = std::move(message.scheme);
  request.host = std::move(message.host);
  request.path = std::move(message.path);
  request.query = std::move(message.query);
  request.headers = ToHeaders(std::move(message.headers));
  request.payload = std::move(message.payload);
  request.expires = message.expires;
  request.region = std::move(message.region).value_or("");
  request.region_set = std::move(message.region_set);
  request.service = std::move(message.service);
  request.algorithm = std::move(message.algorithm);
  request.path_encoding = EncodingOf(message.path_encoding);
  request.path_normalization = NormalizationOf(message.normalize_path);
  return request;
}

Decoded<VerifyInput> ToVerifyInput(VerifyMessage message) {
  VerifyInput question;
  if (auto error = ReadTime("/now", message.now, question.now)) return *std::move(error);
  for (CredentialMessage& one : message.credentials) {
    const std::string pointer = "/credentials/" + std::to_string(question.credentials.size());
    Decoded<Credentials> credentials = ToCredentials(std::move(one), pointer);
    if (auto* error = std::get_if<ProtocolError>(&credentials)) return std::move(*error);
    question.credentials.push_back(std::get<Credentials>(std::move(credentials)));
  }
  if (auto error = ToOrigin(message.request, question.origin)) return *std::move(error);
  question.request.method = std::move(message.request.method);
  question.request.scheme = std::move(message.request.scheme);
  question.request.target = std::move(message.request.target);
  question.request.headers = ToHeaders(std::move(message.request.headers));
  if (auto error = ToBody(message.request, question.request)) return *std::move(error);
  const bool is_s3 = IsS3Service(message.server.service);
  question.path_encoding =
      EncodingOf(message.server.path_encoding.value_or(is_s3 ? "once" : "twice"));
  question.path_normalization = NormalizationOf(message.server.normalize_path.value_or(!is_s3));
  question.service = std::move(message.server.service);
  question.server_region = std::move(message.server.region);
  question.server_hosts = std::move(message.server.hosts);
  question.region = question.server_region;
  if (message.bucket) ToBucket(*std::move(message.bucket), question);
  return question;
}

VerifyContext ContextOf(const VerifyInput& question) {
  return {question.now,
          question.service,
          question.region,
          question.path_encoding,
          question.path_normalization,
          question.credentials,
          question.server_region,
          question.bucket,
          question.server_hosts,
          question.bucket_policy ? &*question.bucket_policy : nullptr,
          question.origin,
          &question.owner,
          question.access_point ? &*question.access_point : nullptr};
}

Decoded<Result<Accepted>> VerifyWithReference(const VerifyMessage& message) {
  const Decoded<VerifyInput> question = ToVerifyInput(message);
  if (const auto* error = std::get_if<ProtocolError>(&question)) return *error;
  const VerifyInput& asked = std::get<VerifyInput>(question);
  return Verify(asked.request, ContextOf(asked));
}

}  // namespace countersign
