// Verifying: S3's checks of a presigned request, in S3's order. kSteps is the table of contents;
// each step is a function below it, a few lines that call sigv4/, s3/ or access_key.cc. The
// reference adapter and the S3 server call Verify; mutants replace single steps.

#include "verify.h"

#include <cstdint>
#include <string_view>
#include <vector>

#include "access_key.h"
#include "s3/authorization.h"
#include "s3/body_integrity.h"
#include "s3/endpoint_check.h"
#include "sigv4/authentication_mode.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/credential_scope.h"
#include "sigv4/header_name.h"
#include "sigv4/payload.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"
#include "sigv4/region_set.h"
#include "sigv4/signature.h"
#include "sigv4/signed_headers.h"
#include "sigv4/validity_window.h"
#include "verify_steps.h"

namespace countersign {
namespace {

Refusal Place(VerifyState& v);
Refusal ReadTarget(VerifyState& v);
Refusal Mode(VerifyState& v);
Refusal Algorithm(VerifyState& v);
Refusal Completeness(VerifyState& v);
Refusal ReadCredential(VerifyState& v);
Refusal ReadSigningDate(VerifyState& v);
Refusal ReadLifetime(VerifyState& v);
Refusal ScopeDate(VerifyState& v);
Refusal Window(VerifyState& v);
Refusal RegionSet(VerifyState& v);
Refusal RegionSet(VerifyState& v) {
  if (v.algorithm == SigningAlgorithm::kHmacSha256) return std::nullopt;
  return CheckRegionSet(v.query, v.context.region);
}

Refusal FindSigner(VerifyState& v);
Refusal Token(VerifyState& v);
Refusal HeadersSigned(VerifyState& v);
Refusal SignedHeadersArrived(VerifyState& v);
Refusal Signature(VerifyState& v);
Refusal Authorization(VerifyState& v);
Refusal DeclaredDigests(VerifyState& v);
Refusal Payload(VerifyState& v);
Refusal DigestsOfBody(VerifyState& v);

// The table of contents: AWS's order of checks, as far as it is known. The first step that refuses
// answers.
constexpr VerifyStep kSteps[] = {
    //= endpoint/before-the-signature
    {StepId::kPlace, Place},
    {StepId::kTarget, ReadTarget},
    {StepId::kMode, Mode},
    //= algorithm/before-completeness
    {StepId::kAlgorithm, Algorithm},
    {StepId::kCompleteness, Completeness},
    {StepId::kCredential, ReadCredential},
    {StepId::kDate, ReadSigningDate},
    {StepId::kExpires, ReadLifetime},
    {StepId::kWindow, Window},
    {StepId::kScopeDate, ScopeDate},
    //= region-set/before-the-key
    {StepId::kRegionSet, RegionSet},
    {StepId::kAccessKey, FindSigner},
    //= token/first-end-counts
    {StepId::kToken, Token},
    //= signed-headers/unsigned-before-signature
    {StepId::kHeadersSigned, HeadersSigned},
    {StepId::kSignedHeadersArrived, SignedHeadersArrived},
    {StepId::kSignature, Signature},
    //= policy/after-the-signature
    //= policy/signature-age-only-shortens
    {StepId::kAuthorization, Authorization},
    //= body/hash-before-digests
    {StepId::kDeclaredDigests, DeclaredDigests},
    {StepId::kPayload, Payload},
    {StepId::kDigestsOfBody, DigestsOfBody},
};

Refusal Place(VerifyState& v) {
  if (!IsS3Service(v.context.service) || v.context.server_region.empty()) return std::nullopt;
  const HeaderField* host = FindHeader(v.request.headers, "host");
  return CheckEndpoint({host == nullptr ? std::string_view() : host->value, v.context.server_region,
                        v.context.bucket, v.context.region, v.request.scheme, v.request.target});
}

Refusal ReadTarget(VerifyState& v) {
  v.target = SplitTarget(v.request.target);
  const std::string_view path = v.target.raw_path;
  // The request line must begin with a path, not with a whole URL.
  const bool is_path = path.empty() || path.front() == '/';
  //= path/malformed-escape
  //= path/utf8
  if (!is_path || HasMalformedEscape(v.request.target) ||
      !IsUtf8(UriDecode(path, Plus::kLiteral))) {
    return Rejection{Rule::kMalformedUri, "Couldn't parse the specified URI."};
  }
  v.query = ParseQueryString(v.target.raw_query);
  v.given = FindAuthenticationParameters(v.query);
  return std::nullopt;
}

Refusal Mode(VerifyState& v) {
  return CheckAuthenticationMode(v.given, v.query, v.request.headers);
}

Refusal Algorithm(VerifyState& v) {
  Result<SigningAlgorithm> algorithm = AlgorithmOf(v.given, v.context.service);
  if (!algorithm.ok()) return std::move(algorithm).rejection();
  v.algorithm = algorithm.value();
  return std::nullopt;
}

Refusal Completeness(VerifyState& v) { return CheckCompleteness(v.given); }

Refusal ReadCredential(VerifyState& v) {
  // Like any query value: a raw '+' in an access key id is a space.
  //= credential/plus-is-space
  v.credential_text = DecodedValue(*v.given.credential);
  Result<CredentialParameter> credential = ParseCredential(v.credential_text, v.algorithm);
  if (!credential.ok()) return std::move(credential).rejection();
  v.credential = credential.value();
  return CheckScope(v.credential, v.context.service, v.context.region);
}

Refusal ReadSigningDate(VerifyState& v) {
  // X-Amz-Date of the query. A Date header is ignored.
  //= date/date-header-ignored
  v.date_text = DecodedValue(*v.given.date);
  Result<Timestamp> date = ReadDate(v.date_text);
  if (!date.ok()) return std::move(date).rejection();
  v.date = date.value();
  return std::nullopt;
}

Refusal ReadLifetime(VerifyState& v) {
  Result<std::int64_t> expires = ReadExpires(DecodedValue(*v.given.expires));
  if (!expires.ok()) return std::move(expires).rejection();
  v.expires = expires.value();
  return std::nullopt;
}

Refusal ScopeDate(VerifyState& v) { return CheckScopeDate(v.credential.scope, v.date_text); }

Refusal Window(VerifyState& v) { return CheckWindow(v.date, v.expires, v.context.now); }

Refusal FindSigner(VerifyState& v) {
  Result<const Credentials*> signer =
      FindCredentials(v.credential.access_key_id, v.context.credentials);
  if (!signer.ok()) return std::move(signer).rejection();
  v.signer = signer.value();
  return std::nullopt;
}

Refusal Token(VerifyState& v) {
  return CheckToken(*v.signer, v.context.service, v.given, v.context.now);
}

Refusal HeadersSigned(VerifyState& v) {
  v.signed_headers_text = DecodedValue(*v.given.signed_headers);
  v.signed_headers = SignedHeaderNames(v.signed_headers_text);
  return CheckHeadersAreSigned(v.signed_headers, v.request.headers);
}

Refusal SignedHeadersArrived(VerifyState& v) {
  return CheckSignedHeadersArrived(v.signed_headers, v.request.headers, v.query);
}

Refusal Signature(VerifyState& v) {
  v.payload_line = PayloadLine(v.context.service, v.signed_headers, v.request.headers, v.query,
                               v.request.body_sha256);
  const AccessKeyPair key{v.signer->access_key_id, v.signer->secret_access_key};
  v.derivation =
      v.derive({v.request.method, v.target.raw_path, v.query, v.signed_headers, v.request.headers,
                v.payload_line, v.context.path_encoding, v.context.path_normalization},
               v.date_text, v.credential.scope, key);
  // HMAC: 64 lower-case hex digits, as signers write them; any other spelling is refused.
  //= signature/match
  //= signature/form
  const bool matches =
      SignatureMatches(DecodedValue(*v.given.signature), v.derivation, v.algorithm, key);
  const bool contradicts =
      !ContradictoryHeader(v.signed_headers, v.request.headers, v.query).empty();
  if (matches && !contradicts) return std::nullopt;
  // Object Lambda is a front of its own, with another answer.
  //= services/object-lambda-signature
  const Rule rule =
      v.context.service == "s3-object-lambda" ? Rule::kObjectLambdaSignature : Rule::kSignature;
  return Rejection{rule,
                   "The request signature we calculated does not match the signature you provided. "
                   "Check your key and signing method.",
                   v.derivation.canonical_request, v.derivation.string_to_sign};
}

Refusal Authorization(VerifyState& v) {
  return CheckAuthorization({v.request, v.target.raw_path, v.query, *v.signer, v.date,
                             v.context.now, v.context.origin, v.context.server_hosts,
                             v.context.service, v.context.bucket, v.context.region,
                             v.context.bucket_policy, v.context.owner, v.context.access_point});
}

Refusal DeclaredDigests(VerifyState& v) {
  if (!IsS3Service(v.context.service)) return std::nullopt;
  return CheckDeclaredDigests(v.request);
}

Refusal Payload(VerifyState& v) {
  if (!IsS3Service(v.context.service)) return std::nullopt;
  return CheckPayload(v.request.method, v.payload_line, v.request.body_sha256);
}

Refusal DigestsOfBody(VerifyState& v) {
  if (!IsS3Service(v.context.service)) return std::nullopt;
  return CheckDigestsOfBody(v.request);
}

}  // namespace

std::span<const VerifyStep> VerifySteps() { return kSteps; }

Result<Accepted> Verify(const HttpRequest& request, const VerifyContext& context) {
  return Verify(request, context, kSteps, Derive);
}

Result<Accepted> Verify(const HttpRequest& request, const VerifyContext& context,
                        std::span<const VerifyStep> steps, const DeriveStep& derive) {
  VerifyState state{request, context, derive};
  for (const VerifyStep& step : steps) {
    if (Refusal refusal = step.check(state)) return *std::move(refusal);
  }
  return Accepted{std::string(state.credential.access_key_id), std::move(state.derivation)};
}

}  // namespace countersign
