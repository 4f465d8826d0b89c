#include "sigv4/signing_key.h"

#include <array>
#include <cstddef>

#include "sigv4/digest.h"

namespace countersign {
namespace {

Digest Derive(std::string_view secret, const CredentialScope& scope) {
  // The secret is bytes as they are: no '/', '+' or '%' in it is ever decoded.
  //= keys/secret-raw
  std::string first = "AWS4";
  first += secret;
  //= signing-key/derivation
  Digest date_key = HmacSha256(first, scope.date);
  Digest region_key = HmacSha256(Octets(date_key), scope.region);
  Digest service_key = HmacSha256(Octets(region_key), scope.service);
  const Digest signing_key = HmacSha256(Octets(service_key), "aws4_request");
  Wipe(first);
  Wipe(date_key);
  Wipe(region_key);
  Wipe(service_key);
  return signing_key;
}

// RememberedKey is one signing key with all that it depends on.
struct RememberedKey {
  std::string secret;
  std::string scope_date;
  std::string region;
  std::string service;
  HmacKey key;

  RememberedKey() = default;
  RememberedKey(const RememberedKey&) = delete;
  RememberedKey& operator=(const RememberedKey&) = delete;
  ~RememberedKey() { Wipe(secret); }

  bool IsOf(std::string_view other_secret, const CredentialScope& scope) const {
    return scope_date == scope.date && secret == other_secret && region == scope.region &&
           service == scope.service;
  }

  void Set(std::string_view new_secret, const CredentialScope& scope) {
    Digest signing_key = Derive(new_secret, scope);
    key.Set(Octets(signing_key));
    Wipe(signing_key);
    Wipe(secret);
    secret = new_secret;
    scope_date = scope.date;
    region = scope.region;
    service = scope.service;
  }
};

// RecentKeys holds the keys that a thread used last; the oldest gives way to a new one.
class RecentKeys {
 public:
  const HmacKey& Get(std::string_view secret, const CredentialScope& scope) {
    for (std::size_t i = 0; i < used_; ++i) {
      if (keys_[i].IsOf(secret, scope)) return keys_[i].key;
    }
    RememberedKey& oldest = keys_[oldest_];
    oldest_ = (oldest_ + 1) % keys_.size();
    if (used_ < keys_.size()) ++used_;
    oldest.Set(secret, scope);
    return oldest.key;
  }

 private:
  std::array<RememberedKey, 8> keys_;
  std::size_t used_ = 0;
  std::size_t oldest_ = 0;
};

}  // namespace

std::string SignatureOf(std::string_view secret, const CredentialScope& scope,
                        std::string_view string_to_sign) {
  thread_local RecentKeys recent;
  return Hex(recent.Get(secret, scope).Sign(string_to_sign));
}

std::string DeriveSigningKey(std::string_view secret, const CredentialScope& scope) {
  return std::string(Octets(Derive(secret, scope)));
}

}  // namespace countersign
