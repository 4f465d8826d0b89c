// Which authentication mechanism a request uses: SigV4 in the query passes; SigV2, a signature in a
// header, several mechanisms and none are refused. Step "mode" of verify.cc.

#include "sigv4/authentication_mode.h"

#include <string>

#include "sigv4/header_name.h"

namespace countersign {
namespace {

// UsesQueryAuthentication: X-Amz-Date or a token alone does not count.
bool UsesQueryAuthentication(const AuthenticationParameters& given) {
  //= mode/query-authentication
  return given.algorithm != nullptr || given.credential != nullptr || given.signature != nullptr ||
         given.signed_headers != nullptr || given.expires != nullptr;
}

bool UsesSigV2(const QueryString& query) {
  return FindParameter(query, "AWSAccessKeyId") != nullptr &&
         FindParameter(query, "Signature") != nullptr && FindParameter(query, "Expires") != nullptr;
}

}  // namespace

Refusal CheckAuthenticationMode(const AuthenticationParameters& given, const QueryString& query,
                                std::span<const HeaderField> headers) {
  const bool in_query = UsesQueryAuthentication(given);
  const bool sigv2 = UsesSigV2(query);
  // An empty Authorization header counts too.
  //= mode/empty-authorization-header
  const bool in_header = FindHeader(headers, "authorization") != nullptr;

  //= mode/one-mechanism-only
  if (in_query + sigv2 + in_header > 1) {
    return Rejection{Rule::kOneMechanismOnly,
                     "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, "
                     "Signature query string parameter or the Authorization header should be "
                     "specified"};
  }
  if (in_query) return std::nullopt;
  //= mode/sigv2-query
  if (sigv2) {
    return Rejection{Rule::kSigV2Unsupported,
                     "The authorization mechanism you have provided is not supported. Please use "
                     "AWS4-HMAC-SHA256."};
  }
  // This verifier does not support signatures in the Authorization header.
  //= mode/unsupported-authorization-type
  if (in_header) {
    return Rejection{Rule::kUnsupportedAuthorization, "Unsupported Authorization Type"};
  }
  //= mode/unsigned-request-is-refused
  return Rejection{Rule::kNotSigned, "Access Denied: the request is not signed"};
}

}  // namespace countersign
