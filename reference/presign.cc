#include "presign.h"

#include <algorithm>
#include <string_view>

#include "presign_input.h"
#include "sigv4/canonical_uri.h"
#include "sigv4/credential_scope.h"
#include "sigv4/header_name.h"
#include "sigv4/payload.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"
#include "sigv4/signature.h"
#include "sigv4/string_to_sign.h"

namespace countersign {
namespace {

CredentialScope ScopeOf(const PresignRequest& request, std::string_view amz_date) {
  return {amz_date.substr(0, 8), request.region, request.service};
}

std::string Joined(const std::vector<std::string>& names) {
  std::string joined;
  for (const std::string& name : names) {
    if (!joined.empty()) joined += ';';
    joined += name;
  }
  return joined;
}

// AppendParameter appends `name=value` and what separates it from what stands before it.
void AppendParameter(std::string_view name, std::string_view value, std::string& url) {
  if (url.back() != '?') url += '&';
  //= query/fragment-not-part
  AppendUriEncoded(name, Slash::kEncode, url);
  url += '=';
  AppendUriEncoded(value, Slash::kEncode, url);
}

void AppendPath(const PresignRequest& request, std::string& url) {
  if (request.path.empty()) {
    url += '/';
  } else if (IsS3Service(request.service)) {
    // What travels is what is signed, so that no one on the way has anything to tidy up.
    AppendReencoded(request.path, Plus::kLiteral, Slash::kKeep, url);
  } else {
    url += request.path;
  }
}

struct Travelling {
  Target target;
  QueryString query;
};

// Read reads a URL without its signature as a verifier will, so that nothing is signed but what
// travels.
Travelling Read(std::string_view url, const PresignRequest& request) {
  url.remove_prefix(request.scheme.size() + std::string_view("://").size() + request.host.size());
  const Target target = SplitTarget(url);
  return {target, ParseQueryString(target.raw_query)};
}

std::vector<HeaderField> WithHost(const PresignRequest& request) {
  std::vector<HeaderField> headers;
  headers.reserve(request.headers.size() + 1);
  headers.push_back({"host", request.host});
  headers.insert(headers.end(), request.headers.begin(), request.headers.end());
  return headers;
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
  // A holder who sends Host and exactly the asked headers meets the URL.
  std::vector<std::string> names;
  names.reserve(headers.size() + 1);
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
  url.reserve(1024);
  url += request.scheme;
  url += "://";
  url += request.host;
  AppendPath(request, url);
  url += '?';
  //= query/as-asked
  for (const auto& parameter : request.query) {
    AppendParameter(parameter.first, parameter.second, url);
  }
  AppendParameter("X-Amz-Algorithm", kAlgorithm, url);
  //= credential/encoded
  AppendParameter("X-Amz-Credential",
                  credentials.access_key_id + "/" + ScopeText(ScopeOf(request, amz_date)), url);
  //= date/is-signing-time
  AppendParameter("X-Amz-Date", amz_date, url);
  //= expires/as-asked
  AppendParameter("X-Amz-Expires", std::to_string(request.expires), url);
  //= token/signed-in-query
  if (credentials.session_token) {
    AppendParameter(TokenParameter(request.service), *credentials.session_token, url);
  }
  AppendParameter("X-Amz-SignedHeaders", Joined(names), url);
  return url;
}

Result<PresignedUrl> SignUrl(std::string unsigned_url, const PresignRequest& request,
                             const std::vector<std::string>& names, const DeriveStep& derive) {
  const std::string amz_date = FormatAmzDate(request.now);
  const std::vector<std::string_view> signed_headers(names.begin(), names.end());
  const std::vector<HeaderField> headers = WithHost(request);
  PresignedUrl presigned;
  presigned.url = std::move(unsigned_url);
  const Travelling travelling = Read(presigned.url, request);
  const CanonicalRequestParts parts{request.method,
                                    travelling.target.raw_path,
                                    travelling.query,
                                    signed_headers,
                                    headers,
                                    request.payload,
                                    request.path_encoding,
                                    request.path_normalization};
  if (Refusal refusal = CheckPayloadIsDeclared(request, parts)) return *std::move(refusal);
  presigned.derivation =
      derive(parts, amz_date, ScopeOf(request, amz_date), request.credentials.secret_access_key);
  AppendParameter("X-Amz-Signature", presigned.derivation.signature, presigned.url);
  presigned.headers = request.headers;
  return presigned;
}

Result<PresignedUrl> Presign(const PresignRequest& request) {
  if (Refusal refusal = CheckPresignInput(request)) return *std::move(refusal);
  if (Refusal refusal = CheckLifetime(request)) return *std::move(refusal);
  const std::vector<std::string> names = NamesToSign(request.headers);
  return SignUrl(UnsignedUrl(request, names), request, names, Derive);
}

}  // namespace countersign
