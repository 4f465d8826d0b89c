#pragma once

#include <string>
#include <string_view>

#include "sigv4/access_key_pair.h"
#include "sigv4/p256.h"

namespace countersign {

// SigV4ASignatureOf returns the signature of string_to_sign, DER in lower-case hex, 140 to 144
// digits as a rule. It is one of many that are right; AWS's signers give another one each time.
std::string SigV4ASignatureOf(const AccessKeyPair& key, std::string_view string_to_sign);

// SigV4ASignatureMatches tells whether `signature` is right for the access key: any signature that
// its public key verifies. Hex digits may have either case.
bool SigV4ASignatureMatches(const AccessKeyPair& key, std::string_view string_to_sign,
                            std::string_view signature);

// The same with a public key. One that is not on the curve verifies nothing.
bool SigV4ASignatureMatches(const P256PublicKey& public_key, std::string_view string_to_sign,
                            std::string_view signature);

}  // namespace countersign
