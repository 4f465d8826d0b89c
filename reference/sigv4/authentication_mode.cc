#include "sigv4/authentication_mode.h"

#include <string>

#include "sigv4/header_name.h"

namespace countersign {
namespace {

// A lone X-Amz-Date or token is no attempt at it.
bool UsesQueryAuthentication(const AuthenticationParameters& given) {
  //= mode/query-authentication
  return given.algorithm != nullptr || given.credential != nullptr || given.signature != nullptr ||
         given.signed_headers != nullptr || given.expires != nullptr;
}

bool UsesSigV2(const QueryString& query) {
  return FindParameter(query, "AWSAccessKeyId") != nullptr &&
         FindParameter(query, "Signature") != nullptr && FindParameter(query, "Expires") != nullptr;
}

// AuthorizationHeader returns the header of that name, an empty one too; nullptr where none came.
const HeaderField* AuthorizationHeader(std::span<const HeaderField> headers) {
  //= mode/empty-authorization-header
  for (const HeaderField& header : headers) {
    if (SameHeaderName(header.name, "authorization")) return &header;
  }
  return nullptr;
}

}  // namespace

Refusal CheckAuthenticationMode(const AuthenticationParameters& given, const QueryString& query,
                                std::span<const HeaderField> headers) {
  const bool in_query = UsesQueryAuthentication(given);
  const bool sigv2 = UsesSigV2(query);
  const bool in_header = AuthorizationHeader(headers) != nullptr;

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
  // Header authentication is another protocol, which this verifier does not speak.
  //= mode/unsupported-authorization-type
  if (in_header) {
    return Rejection{Rule::kUnsupportedAuthorization, "Unsupported Authorization Type"};
  }
  //= mode/unsigned-request-is-refused
  return Rejection{Rule::kNotSigned, "Access Denied: the request is not signed"};
}

}  // namespace countersign
