#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sigv4/digest.h"

namespace countersign {

// The elliptic curve P-256 (FIPS 186-4) and ECDSA on it. Numbers are 32 bytes, the most significant
// first. n is the order of the curve's base point; a private key is a number from 1 to n - 1.

struct P256PublicKey {
  Digest x = {};
  Digest y = {};
};

// PlusOneBelowOrder returns number + 1 if that is less than n.
std::optional<Digest> PlusOneBelowOrder(const Digest& number);

// IsP256PrivateKey tells whether the number is from 1 to n - 1.
bool IsP256PrivateKey(const Digest& number);

// ModuloOrder returns the number's remainder by n.
Digest ModuloOrder(const Digest& number);

// PublicKeyOf returns the public key of a private key.
P256PublicKey PublicKeyOf(const Digest& private_key);

// IsOnCurve tells whether the coordinates are a public key at all.
bool IsOnCurve(const P256PublicKey& public_key);

// SignDigest signs a SHA-256 digest and returns the signature in DER (RFC 3279, section 2.2.3). The
// nonce is a number from 1 to n - 1 that serves this digest only.
std::string SignDigest(const Digest& digest, const Digest& private_key, const Digest& nonce);

// VerifyDigest tells whether `der` is a signature of the digest under the key. Bytes that are not
// DER, or not its shortest form, are not a signature; a key that is not on the curve verifies
// nothing.
bool VerifyDigest(const Digest& digest, std::string_view der, const P256PublicKey& public_key);

}  // namespace countersign
