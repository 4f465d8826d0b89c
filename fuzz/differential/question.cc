// Makes questions of scenes: cases for which the reference gives the expected answer. The campaign,
// the shrinking and the target differential call it.
#include "differential/question.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "differential/askable.h"
#include "presign.h"
#include "protocol/codec.h"
#include "s3/error.h"
#include "scene/sign.h"
#include "sigv4/header_name.h"
#include "sigv4/payload.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/rule.h"
#include "sigv4/service.h"
#include "translation/reference_request.h"
#include "translation/rejection_class.h"

namespace countersign::fuzz {
namespace {

constexpr const char* kAcceptedBy = "signature/match";

Case QuestionOf(RequestMessage request) {
  Case question;
  question.why = "Found by differential fuzzing: the implementation and the reference disagree.";
  question.request = std::move(request);
  return question;
}

void ExpectRefusal(const Rejection& rejection, bool with_code, Case& question) {
  ExpectedAnswer answer;
  answer.rejection_class = RejectionClassOf(rejection.rule);
  const S3Error error = ErrorFor(rejection.rule);
  if (with_code && error.status != 0) {
    answer.status = error.status;
    answer.code = error.code;
  }
  question.expected = {std::move(answer)};
  question.refused_by = RuleId(rejection.rule);
  question.rules = {*question.refused_by};
}

void ExpectAcceptance(Case& question) {
  ExpectedAnswer answer;
  answer.accept = true;
  question.expected = {std::move(answer)};
  question.rules = {kAcceptedBy};
}

void Require(bool needed, const char* feature, Case& question) {
  if (needed) question.features.emplace_back(feature);
}

bool IsWrongEndpoint(Rule rule) {
  return rule == Rule::kTemporaryRedirect || rule == Rule::kPermanentRedirect ||
         rule == Rule::kLocationConstraint;
}

bool IsALimit(Rule rule) {
  return rule == Rule::kIamUserLimit || rule == Rule::kStsLimit ||
         rule == Rule::kInstanceProfileLimit || rule == Rule::kNotPastCredentialEnd ||
         rule == Rule::kCredentialStillValid;
}

bool HasOrganizationPolicy(const VerifyMessage& message) {
  return (message.bucket && !message.bucket->resource_control_policies.empty()) ||
         std::any_of(
             message.credentials.begin(), message.credentials.end(),
             [](const CredentialMessage& key) { return !key.service_control_policies.empty(); });
}

bool HasPolicy(const VerifyMessage& message) {
  const auto& bucket = message.bucket;
  return (bucket && (bucket->policy || (bucket->access_point && bucket->access_point->policy))) ||
         message.request.endpoint_policy || HasOrganizationPolicy(message) ||
         std::any_of(message.credentials.begin(), message.credentials.end(),
                     [](const CredentialMessage& key) { return key.policy.has_value(); });
}

bool HasPrincipalFacts(const VerifyMessage& message) {
  return (message.bucket && (message.bucket->account || message.bucket->organization)) ||
         std::any_of(message.credentials.begin(), message.credentials.end(),
                     [](const CredentialMessage& key) {
                       return !key.tags.empty() || key.organization || key.issued_at;
                     });
}

std::string HostOf(const std::vector<NameValue>& headers) {
  const NameValue* host = FindHeader(headers, "host");
  return host == nullptr ? "" : host->second;
}

// Addressing tells how a host and a path name the bucket.
struct Addressing {
  const char* style;
  std::string key_path;  // after the slash behind the bucket, encoded
};

// Returns nullopt if host and path do not name the bucket.
std::optional<Addressing> AddressingOf(const std::string& bucket, const std::string& host,
                                       const std::string& path) {
  if (bucket.empty() || !path.starts_with('/')) return std::nullopt;
  if (host.starts_with(bucket + ".")) return Addressing{"virtual", path.substr(1)};
  const std::string before_key = "/" + bucket + "/";
  if (!path.starts_with(before_key)) return std::nullopt;
  return Addressing{"path", path.substr(before_key.size())};
}

// Sets bucket and key. A signer for S3 gets the key and encodes it itself, so the path changes to
// AWS's spelling. Returns false if the request names no bucket and key.
bool NameTheKey(const Scene& scene, PresignMessage& message) {
  if (!IsS3Service(message.service)) return true;
  if (!scene.bucket) return false;
  const auto addressing = AddressingOf(scene.bucket->name, message.host, message.path);
  if (!addressing) return false;
  // "/bucket/" is the bucket itself, with an empty key.
  if (addressing->style == std::string_view("path") && addressing->key_path.empty()) return false;
  message.path = UriEncode(UriDecode(message.path, Plus::kLiteral), Slash::kKeep);
  message.addressing = addressing->style;
  message.bucket = scene.bucket->name;
  message.key = UriDecode(addressing->key_path, Plus::kLiteral);
  return true;
}

// Reports contradict each other on how S3 handles a repeated name (query/repeated-name).
bool RepeatsAName(const std::vector<NameValue>& query) {
  std::set<std::string_view> names;
  return !std::all_of(query.begin(), query.end(), [&](const NameValue& parameter) {
    return names.insert(parameter.first).second;
  });
}

// Services other than S3 resolve dot segments. Signers differ on what stays of "/d/." at the end of
// a path: "/d" (botocore 1.44.8, smithy-rs uri_path_normalization.rs) or "/d/" (RFC 3986, 5.2.4).
bool EndsWithADotSegment(std::string_view target) {
  const std::string_view path = target.substr(0, target.find('?'));
  return path.ends_with("/.") || path.ends_with("/..");
}

void RequireService(const std::string& service, Case& question) {
  Require(service == "s3express", "s3-express", question);
  Require(service == "s3-outposts" || service == "s3-object-lambda", "access-points", question);
}

void RequireFeatures(const PresignMessage& message, Case& question) {
  Require(message.addressing == "virtual", "virtual-hosted", question);
  Require(message.addressing == "path", "path-style", question);
  Require(message.credentials.session_token.has_value(), "session-token", question);
  Require(!message.headers.empty(), "signed-headers", question);
  Require(message.payload != kUnsignedPayload, "payload-hash", question);
  Require(!IsS3Service(message.service), "non-s3", question);
  Require(!message.query.empty(), "extra-query", question);
  RequireService(message.service, question);
  Require(NeedsBytes(message), "bytes", question);
}

void RequireFeatures(const VerifyMessage& message, Case& question) {
  const std::string host = HostOf(message.request.headers);
  const bool is_virtual = message.bucket && host.starts_with(message.bucket->name + ".");
  Require(is_virtual, "virtual-hosted", question);
  Require(!is_virtual && message.bucket.has_value(), "path-style", question);
  Require(std::any_of(message.credentials.begin(), message.credentials.end(),
                      [](const auto& key) { return key.session_token.has_value(); }),
          "session-token", question);
  Require(message.request.headers.size() > 1, "signed-headers", question);
  Require(message.request.body_sha256.has_value(), "payload-hash", question);
  Require(message.request.body.has_value(), "body", question);
  Require(!IsS3Service(message.server.service), "non-s3", question);
  Require(HasPolicy(message), "policy", question);
  Require(HasPrincipalFacts(message), "principal-facts", question);
  Require(HasOrganizationPolicy(message), "organization-policies", question);
  Require(message.request.endpoint_policy.has_value(), "endpoint-policies", question);
  RequireService(message.server.service, question);
  Require(message.bucket && message.bucket->access_point, "access-points", question);
  Require(NeedsBytes(message), "bytes", question);
}

}  // namespace

std::optional<Case> AskToVerify(const Scene& scene) {
  const Decoded<Result<Accepted>> answered = VerifyWithReference(scene);
  if (!std::holds_alternative<Result<Accepted>>(answered)) return std::nullopt;
  const Result<Accepted>& result = std::get<Result<Accepted>>(answered);
  Case question = QuestionOf(scene);
  RequireFeatures(scene, question);
  if (!IsS3Service(scene.server.service) && EndsWithADotSegment(scene.request.target)) {
    question.status = CaseStatus::kDisputed;
  }
  if (result.ok()) {
    ExpectAcceptance(question);
    return question;
  }
  const Rule rule = result.rejection().rule;
  ExpectRefusal(result.rejection(), true, question);
  Require(rule == Rule::kRegion, "region", question);
  Require(IsWrongEndpoint(rule), "redirects", question);
  return question;
}

std::optional<Case> AskToPresign(const Scene& scene) {
  std::optional<PresignMessage> message = PresignMessageOf(scene);
  if (!message || !NameTheKey(scene, *message)) return std::nullopt;
  if (!CanBeAsked(*message)) return std::nullopt;
  const Decoded<PresignRequest> request = ToPresignRequest(*message);
  if (!std::holds_alternative<PresignRequest>(request)) return std::nullopt;
  const Result<PresignedUrl> result = Presign(std::get<PresignRequest>(request));
  Case question = QuestionOf(*message);
  RequireFeatures(*message, question);
  const bool disputed = IsS3Service(message->service) ? RepeatsAName(message->query)
                                                      : EndsWithADotSegment(message->path);
  if (disputed) {
    question.status = CaseStatus::kDisputed;
  }
  if (result.ok()) {
    ExpectAcceptance(question);
    return question;
  }
  ExpectRefusal(result.rejection(), false, question);
  Require(IsALimit(result.rejection().rule), "credential-limits", question);
  return question;
}

}  // namespace countersign::fuzz
