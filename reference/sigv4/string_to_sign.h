#pragma once

#include <string>
#include <string_view>

#include "sigv4/credential_scope.h"

namespace countersign {

// kAlgorithm is the only one this reference signs and verifies with.
inline constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

// StringToSign is what the signature is computed over. amz_date is X-Amz-Date as it travels.
std::string StringToSign(std::string_view amz_date, const CredentialScope& scope,
                         std::string_view canonical_request);

}  // namespace countersign
