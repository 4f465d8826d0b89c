#pragma once

#include <string>
#include <string_view>

#include "sigv4/credential_scope.h"

namespace countersign {

// SignatureOf returns the signature, 64 lower-case hex digits, of string_to_sign under the signing
// key of secret and scope. secret is the secret access key, raw bytes.
std::string SignatureOf(std::string_view secret, const CredentialScope& scope,
                        std::string_view string_to_sign);

// DeriveSigningKey returns the signing key itself, 32 bytes.
std::string DeriveSigningKey(std::string_view secret, const CredentialScope& scope);

}  // namespace countersign
