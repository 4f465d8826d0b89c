#pragma once

#include <span>
#include <string_view>

#include "policy/credentials.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/rejection.h"
#include "sigv4/result.h"
#include "sigv4/timestamp.h"

namespace countersign {

// FindCredentials returns the active credentials of an access key id; they outlive the call as
// `known` does.
Result<const Credentials*> FindCredentials(std::string_view access_key_id,
                                           std::span<const Credentials> known);

// CheckToken compares the session token that came with the one the credentials call for, and their
// end with the time of the request.
Refusal CheckToken(const Credentials& credentials, std::string_view service,
                   const AuthenticationParameters& given, Timestamp now);

}  // namespace countersign
