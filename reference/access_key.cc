// The key that signed a request, and its session token. Steps "access-key" and "token" of
// verify.cc.

#include "access_key.h"

#include <optional>
#include <string>

#include "sigv4/digest.h"
#include "sigv4/service.h"

namespace countersign {
namespace {

Rejection NoSuchKey(Rule rule, std::string_view access_key_id) {
  return {rule, "The AWS Access Key Id you provided does not exist in our records: " +
                    std::string(access_key_id)};
}

Rejection MalformedToken() {
  return {Rule::kTokenMalformed, "The provided token is malformed or otherwise invalid."};
}

std::optional<std::string> Value(const QueryParameter* parameter) {
  if (parameter == nullptr) return std::nullopt;
  return DecodedValue(*parameter);
}

}  // namespace

Result<const Credentials*> FindCredentials(std::string_view access_key_id,
                                           std::span<const Credentials> known) {
  for (const Credentials& credentials : known) {
    if (credentials.access_key_id != access_key_id) continue;
    //= keys/inactive
    if (credentials.status == CredentialStatus::kInactive) {
      return NoSuchKey(Rule::kInactiveKey, access_key_id);
    }
    return &credentials;
  }
  //= keys/unknown
  return NoSuchKey(Rule::kUnknownKey, access_key_id);
}

Refusal CheckToken(const Credentials& credentials, std::string_view service,
                   const AuthenticationParameters& given, Timestamp now) {
  const bool is_express = IssuerOf(credentials) == TokenIssuer::kCreateSession;
  // A session is for its directory bucket alone; other services do not know its key.
  if (is_express && service != "s3express") {
    return NoSuchKey(Rule::kUnknownKey, credentials.access_key_id);
  }
  const auto token = Value(is_express ? given.s3session_token : given.security_token);
  const auto foreign = Value(is_express ? given.security_token : given.s3session_token);

  //= token/required
  if (credentials.session_token && !token) {
    return NoSuchKey(Rule::kTokenMissing, credentials.access_key_id);
  }
  // Refused like a wrong token: a token for a key that has none, a token in the parameter of
  // another service, and an empty token. AWS's answers to these are not known.
  //= token/malformed
  //= token/empty
  if (foreign || (token && token->empty())) return MalformedToken();
  if (token && !ConstantTimeEquals(*token, credentials.session_token.value_or(""))) {
    return MalformedToken();
  }
  //= token/expired
  if (credentials.expires_at && now >= *credentials.expires_at) {
    return Rejection{Rule::kTokenExpired, "The provided token has expired."};
  }
  return std::nullopt;
}

}  // namespace countersign
