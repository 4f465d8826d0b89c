// Reads the inputs of a signature out of a URL, and computes the signature from them with or
// without mutants. matcher.cc and search.cc try mistakes with it.
#include "diagnose/signing.h"

#include "sigv4/canonical_request.h"
#include "sigv4/credential_scope.h"
#include "sigv4/header_name.h"
#include "sigv4/payload.h"
#include "sigv4/service.h"
#include "sigv4/signature.h"
#include "sigv4/signed_headers.h"

namespace countersign {

std::optional<Signing> SigningOf(const UrlParts& url, std::string_view method,
                                 std::span<const HeaderField> headers, std::string_view secret) {
  const QueryString query = ParseQueryString(url.raw_query);
  const auto date = DecodedValue(query, "X-Amz-Date");
  const auto credential_text = DecodedValue(query, "X-Amz-Credential");
  const auto names = DecodedValue(query, "X-Amz-SignedHeaders");
  if (!date || !credential_text || !names) return std::nullopt;
  const SigningAlgorithm algorithm =
      ReadAlgorithm(DecodedValue(query, "X-Amz-Algorithm").value_or(""))
          .value_or(SigningAlgorithm::kHmacSha256);
  const Result<CredentialParameter> credential = ParseCredential(*credential_text, algorithm);
  if (!credential.ok()) return std::nullopt;
  const CredentialScope& scope = credential.value().scope;
  Signing signing{std::string(method),
                  std::string(url.raw_path),
                  std::string(url.raw_query),
                  {headers.begin(), headers.end()},
                  *names,
                  std::nullopt,
                  *date,
                  std::string(scope.date),
                  std::string(scope.region),
                  std::string(scope.service),
                  std::string(credential.value().access_key_id),
                  std::string(secret),
                  algorithm};
  if (FindHeader(headers, "host") == nullptr)
    signing.headers.insert(signing.headers.begin(), {"Host", std::string(url.authority)});
  return signing;
}

Derivation DeriveWith(const Signing& signing, std::span<const SigningChange* const> changes) {
  const QueryString query = ParseQueryString(signing.raw_query);
  const std::vector<std::string_view> names = SignedHeaderNames(signing.signed_headers);
  const std::string payload =
      signing.payload ? *signing.payload
                      : PayloadLine(signing.service, names, signing.headers, query, std::nullopt);
  const bool s3 = IsS3Service(signing.service);
  const CanonicalRequestParts parts{
      signing.method,
      signing.raw_path,
      query,
      names,
      signing.headers,
      payload,
      s3 ? PathEncoding::kOnce : PathEncoding::kTwice,
      s3 ? PathNormalization::kNever : PathNormalization::kRemoveDotSegments};
  return MutatedDerive({changes.begin(), changes.end()})(
      parts, signing.amz_date,
      {signing.scope_date, signing.region, signing.service, signing.algorithm},
      {signing.access_key_id, signing.secret});
}

bool SignatureFits(const Signing& signing, const Derivation& derived, std::string_view given) {
  return SignatureMatches(given, derived, signing.algorithm,
                          {signing.access_key_id, signing.secret});
}

}  // namespace countersign
