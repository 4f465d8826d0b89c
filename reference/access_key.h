#pragma once

#include <span>
#include <string_view>

#include "policy/credentials.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/rejection.h"
#include "sigv4/result.h"
#include "sigv4/timestamp.h"

namespace countersign {

// FindCredentials returns a pointer into `known` to the credentials of an access key id. It refuses
// an unknown or inactive key.
Result<const Credentials*> FindCredentials(std::string_view access_key_id,
                                           std::span<const Credentials> known);

// CheckToken compares the session token of the request with the credentials' token, and the end of
// temporary credentials with the time of the request.
Refusal CheckToken(const Credentials& credentials, std::string_view service,
                   const AuthenticationParameters& given, Timestamp now);

}  // namespace countersign
