// Runs the reference verifier on the URL as if S3 received it: region and service come from the
// host or from the scope, the key from the input. explain.cc reports the refusal beside its own
// findings.
#include <string>

#include "explain/inspect.h"
#include "s3/endpoint.h"
#include "s3/error.h"
#include "s3/region.h"
#include "sigv4/algorithm.h"
#include "sigv4/credential_scope.h"
#include "sigv4/header_name.h"
#include "sigv4/region_set.h"
#include "sigv4/service.h"
#include "verify.h"

namespace countersign {
namespace {

HttpRequest RequestOf(const UrlParts& parts, const std::string& method, const ExplainInput& input) {
  HttpRequest request{method, std::string(parts.scheme),
                      std::string(parts.raw_path.empty() ? "/" : parts.raw_path) + "?" +
                          std::string(parts.raw_query),
                      input.headers, std::nullopt};
  if (FindHeader(request.headers, "host") == nullptr) {
    request.headers.push_back({"Host", std::string(parts.authority)});
  }
  return request;
}

// The region that receives the request, as long as the host does not say it: one that the URL was
// signed for.
std::string RegionOf(const QueryString& query, const Result<CredentialParameter>& credential) {
  if (!credential.ok()) return "us-east-1";
  if (credential.value().scope.algorithm == SigningAlgorithm::kHmacSha256) {
    return std::string(credential.value().scope.region);
  }
  const std::string region_set = DecodedValue(query, kRegionSetParameter).value_or("");
  for (const Region& region : Regions()) {
    if (RegionSetNames(region_set, region.name)) return std::string(region.name);
  }
  return "us-east-1";
}

}  // namespace

std::optional<PredictedRefusal> PredictRefusal(const UrlParts& parts, const std::string& method,
                                               const ExplainInput& input) {
  const QueryString query = ParseQueryString(parts.raw_query);
  const std::string text = DecodedValue(query, "X-Amz-Credential").value_or("");
  const auto algorithm = ReadAlgorithm(DecodedValue(query, "X-Amz-Algorithm").value_or(""));
  const Result<CredentialParameter> credential =
      ParseCredential(text, algorithm.value_or(SigningAlgorithm::kHmacSha256));
  VerifyContext context;
  context.now = input.now;
  context.service = credential.ok() ? credential.value().scope.service : "s3";
  context.region = RegionOf(query, credential);
  const EndpointName endpoint = ParseEndpoint(parts.authority);
  if (endpoint.kind != EndpointKind::kOther) context.service = endpoint.service;
  if (endpoint.kind == EndpointKind::kRegional) context.region = endpoint.region;
  if (!IsS3Service(context.service)) {
    context.path_encoding = PathEncoding::kTwice;
    context.path_normalization = PathNormalization::kRemoveDotSegments;
  }
  Credentials signer;
  signer.access_key_id = text.substr(0, text.find('/'));
  signer.secret_access_key = input.secret.value_or("");
  // The name of the parameter tells who issued the token.
  const std::string_view of_session = TokenParameter(TokenIssuer::kCreateSession);
  if (context.service == "s3express" && FindParameter(query, of_session) != nullptr) {
    signer.session = BucketSession{context.bucket};
  }
  signer.session_token = DecodedValue(query, TokenParameter(IssuerOf(signer)));
  context.credentials = std::span(&signer, 1);

  const Result<Accepted> answer = Verify(RequestOf(parts, method, input), context);
  if (answer.ok()) return std::nullopt;
  const Rejection& rejection = answer.rejection();
  if (!input.secret && rejection.rule == Rule::kSignature) return std::nullopt;
  const S3Error error = ErrorFor(rejection.rule);
  return PredictedRefusal{error.status, std::string(error.code), rejection.detail,
                          std::string(RuleId(rejection.rule))};
}

}  // namespace countersign
