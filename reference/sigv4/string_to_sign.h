#pragma once

#include <string>
#include <string_view>

#include "sigv4/credential_scope.h"

namespace countersign {

// StringToSign returns the text that the signature is computed from. amz_date is X-Amz-Date,
// decoded.
std::string StringToSign(std::string_view amz_date, const CredentialScope& scope,
                         std::string_view canonical_request);

}  // namespace countersign
