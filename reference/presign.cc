// Presigning: from a request that a URL is to allow, to the URL. It writes the URL without its
// signature, reads it back as a verifier will, signs what it read and appends the signature. The
// reference adapter calls Presign; mutants replace single steps of it.

#include "presign.h"

#include <algorithm>
#include <string_view>

#include "presign_input.h"
#include "sigv4/algorithm.h"
#include "sigv4/canonical_uri.h"
#include "sigv4/credential_scope.h"
#include "sigv4/header_name.h"
#include "sigv4/join.h"
#include "sigv4/payload.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"
#include "sigv4/region_set.h"
#include "sigv4/signature.h"

namespace countersign {
namespace {

// CheckPresignInput refuses any other algorithm.
SigningAlgorithm AlgorithmOf(const PresignRequest& request) {
  return ReadAlgorithm(request.algorithm).value_or(SigningAlgorithm::kHmacSha256);
}

CredentialScope ScopeOf(const PresignRequest& request, std::string_view amz_date) {
  return {amz_date.substr(0, 8), request.region, request.service, AlgorithmOf(request)};
}

std::string PathOf(const PresignRequest& request) {
  if (request.path.empty()) return "/";
  // S3's canonical spelling: what travels is what is signed, so a client or proxy that normalises
  // URLs has nothing to change.
  if (IsS3Service(request.service)) {
    return UriEncode(UriDecode(request.path, Plus::kSpace), Slash::kKeep);
  }
  return request.path;
}

// AppendParameter appends `name=value`, and the '&' before it if it is not the first. The name is
// encoded already; names of AWS's parameters need no encoding.
void AppendParameter(std::string_view encoded_name, std::string_view value, std::string& url) {
  if (url.back() != '?') url += '&';
  url += encoded_name;
  url += '=';
  url += UriEncode(value, Slash::kEncode);
}

// CheckPayloadIsDeclared refuses to sign a payload line that an S3 verifier would not find.
Refusal CheckPayloadIsDeclared(const PresignRequest& request, const CanonicalRequestParts& parts) {
  if (!IsS3Service(request.service)) return std::nullopt;
  if (PayloadLine(request.service, parts.signed_headers, parts.headers, parts.query, {}) ==
      request.payload) {
    return std::nullopt;
  }
  return Rejection{Rule::kPresignInput,
                   "payload is not what x-amz-content-sha256 says, in the headers or the query"};
}

}  // namespace

std::vector<std::string> NamesToSign(const std::vector<HeaderField>& headers) {
  // A holder of the URL needs to send exactly these headers, Host included.
  std::vector<std::string> names;
  names.push_back("host");
  //= signed-headers/exactly-asked
  //= headers/lower-case-and-sorted
  for (const HeaderField& header : headers) names.push_back(LowerCase(header.name));
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string UnsignedUrl(const PresignRequest& request, const std::vector<std::string>& names) {
  const std::string amz_date = FormatAmzDate(request.now);
  const Credentials& credentials = request.credentials;
  std::string url;
  url.reserve(1024);  // most URLs are shorter
  url += request.scheme + "://";
  url += request.host;
  url += PathOf(request);
  url += '?';
  //= query/as-asked
  //= query/fragment-not-part
  for (const auto& [name, value] : request.query) {
    AppendParameter(UriEncode(name, Slash::kEncode), value, url);
  }
  AppendParameter("X-Amz-Algorithm", AlgorithmName(AlgorithmOf(request)), url);
  //= credential/encoded
  AppendParameter("X-Amz-Credential",
                  credentials.access_key_id + "/" + ScopeText(ScopeOf(request, amz_date)), url);
  //= date/is-signing-time
  AppendParameter("X-Amz-Date", amz_date, url);
  //= expires/as-asked
  AppendParameter("X-Amz-Expires", std::to_string(request.expires), url);
  if (AlgorithmOf(request) == SigningAlgorithm::kEcdsaP256Sha256) {
    AppendParameter(kRegionSetParameter, RegionSetText(request.region_set), url);
  }
  //= token/signed-in-query
  if (credentials.session_token) {
    AppendParameter(TokenParameter(IssuerOf(credentials)), *credentials.session_token, url);
  }
  AppendParameter("X-Amz-SignedHeaders", Join(names, ";"), url);
  return url;
}

Result<PresignedUrl> SignUrl(std::string unsigned_url, const PresignRequest& request,
                             const std::vector<std::string>& names, const DeriveStep& derive) {
  // Read the URL as a verifier will, so that exactly what travels is signed.
  std::string_view unread = unsigned_url;
  unread.remove_prefix((request.scheme + "://").size() + request.host.size());
  const Target target = SplitTarget(unread);
  const QueryString query = ParseQueryString(target.raw_query);
  const std::vector<std::string_view> signed_headers(names.begin(), names.end());
  std::vector<HeaderField> headers = request.headers;
  headers.push_back({"host", request.host});
  const CanonicalRequestParts parts{request.method,
                                    target.raw_path,
                                    query,
                                    signed_headers,
                                    headers,
                                    request.payload,
                                    request.path_encoding,
                                    request.path_normalization};
  if (Refusal refusal = CheckPayloadIsDeclared(request, parts)) return *std::move(refusal);

  const std::string amz_date = FormatAmzDate(request.now);
  const Credentials& credentials = request.credentials;
  Derivation derivation = derive(parts, amz_date, ScopeOf(request, amz_date),
                                 {credentials.access_key_id, credentials.secret_access_key});
  // The views of `parts` point into unsigned_url, so it is changed only now.
  AppendParameter("X-Amz-Signature", derivation.signature, unsigned_url);
  return PresignedUrl{std::move(unsigned_url), request.headers, std::move(derivation)};
}

Result<PresignedUrl> Presign(const PresignRequest& request) {
  if (Refusal refusal = CheckPresignInput(request)) return *std::move(refusal);
  if (Refusal refusal = CheckLifetime(request)) return *std::move(refusal);
  const std::vector<std::string> names = NamesToSign(request.headers);
  return SignUrl(UnsignedUrl(request, names), request, names, Derive);
}

}  // namespace countersign
