#pragma once

#include <span>

#include "sigv4/authentication_parameters.h"
#include "sigv4/http_request.h"
#include "sigv4/query_string.h"
#include "sigv4/rejection.h"

namespace countersign {

// CheckAuthenticationMode refuses a request that does not authenticate itself by SigV4 in the
// query, or that uses a second mechanism besides.
Refusal CheckAuthenticationMode(const AuthenticationParameters& given, const QueryString& query,
                                std::span<const HeaderField> headers);

}  // namespace countersign
