// The signing key: a key for one day, region and service, derived from the secret access key; and
// the signature under it. Derive (signature.cc) calls SignatureOf. A key serves many signatures, so
// each thread remembers the last few keys; they are wiped when they are replaced and when the
// thread ends.

#include "sigv4/signing_key.h"

#include <array>
#include <cstddef>

#include "sigv4/digest.h"
#include "sigv4/hmac_key.h"

namespace countersign {
namespace {

Digest DeriveKey(std::string_view secret, const CredentialScope& scope) {
  // The secret is used as it is: no '/', '+' or '%' in it is ever decoded.
  //= keys/secret-raw
  std::string first = "AWS4";
  first += secret;
  //= signing-key/derivation
  Digest date_key = HmacSha256(first, scope.date);
  Digest region_key = HmacSha256(Bytes(date_key), scope.region);
  Digest service_key = HmacSha256(Bytes(region_key), scope.service);
  const Digest signing_key = HmacSha256(Bytes(service_key), kScopeTerminator);
  Wipe(first);
  Wipe(date_key);
  Wipe(region_key);
  Wipe(service_key);
  return signing_key;
}

// RememberedKey is one signing key with everything that it depends on.
struct RememberedKey {
  bool is_set = false;
  std::string secret;
  std::string date;
  std::string region;
  std::string service;
  HmacKey key;

  RememberedKey() = default;
  RememberedKey(const RememberedKey&) = delete;
  RememberedKey& operator=(const RememberedKey&) = delete;
  ~RememberedKey() { Wipe(secret); }

  bool IsFor(std::string_view other_secret, const CredentialScope& scope) const {
    return is_set && date == scope.date && secret == other_secret && region == scope.region &&
           service == scope.service;
  }

  void Replace(std::string_view new_secret, const CredentialScope& scope) {
    Digest derived = DeriveKey(new_secret, scope);
    key = HmacKey(Bytes(derived));
    Wipe(derived);
    Wipe(secret);
    is_set = true;
    secret = new_secret;
    date = scope.date;
    region = scope.region;
    service = scope.service;
  }
};

const HmacKey& SigningKey(std::string_view secret, const CredentialScope& scope) {
  thread_local std::array<RememberedKey, 8> remembered;
  thread_local std::size_t oldest = 0;
  for (const RememberedKey& one : remembered) {
    if (one.IsFor(secret, scope)) return one.key;
  }
  RememberedKey& replaced = remembered[oldest];
  oldest = (oldest + 1) % remembered.size();
  replaced.Replace(secret, scope);
  return replaced.key;
}

}  // namespace

std::string SignatureOf(std::string_view secret, const CredentialScope& scope,
                        std::string_view string_to_sign) {
  return Hex(HmacSha256(SigningKey(secret, scope), string_to_sign));
}

std::string DeriveSigningKey(std::string_view secret, const CredentialScope& scope) {
  return std::string(Bytes(DeriveKey(secret, scope)));
}

}  // namespace countersign
