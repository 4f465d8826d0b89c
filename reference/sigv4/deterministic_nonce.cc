// The nonce of an ECDSA signature, computed instead of drawn (RFC 6979). AWS's signers draw it, so
// no two of their signatures are equal. The reference has no randomness: the same request always
// gets the same URL, and vectors stay the same when they are written again. sigv4a_signature.cc
// calls it.

#include "sigv4/deterministic_nonce.h"

#include <string>

#include "sigv4/p256.h"

namespace countersign {

Digest DeterministicNonce(const Digest& private_key, const Digest& digest) {
  // The letters are the RFC's: V and K are the state, h1 is the digest, x the private key.
  const Digest h1 = ModuloOrder(digest);
  Digest v;
  Digest k;
  v.fill(0x01);
  k.fill(0x00);
  for (const char step : {'\0', '\1'}) {
    std::string message(Bytes(v));
    message += step;
    message += Bytes(private_key);
    message += Bytes(h1);
    k = HmacSha256(Bytes(k), message);
    v = HmacSha256(Bytes(k), Bytes(v));
    Wipe(message);
  }
  while (true) {
    v = HmacSha256(Bytes(k), Bytes(v));
    if (IsP256PrivateKey(v)) {
      Wipe(k);
      return v;
    }
    std::string message(Bytes(v));
    message += '\0';
    k = HmacSha256(Bytes(k), message);
    v = HmacSha256(Bytes(k), Bytes(v));
  }
}

}  // namespace countersign
