#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace countersign {

// SigningKeyCache derives signing keys and remembers the last few, since a key depends only on
// secret, scope date, region and service. Not thread-safe: one a thread. It holds secrets in
// memory for as long as it lives and wipes them at its end.
class SigningKeyCache {
 public:
  SigningKeyCache();
  ~SigningKeyCache();
  SigningKeyCache(const SigningKeyCache&) = delete;
  SigningKeyCache& operator=(const SigningKeyCache&) = delete;

  // Sign returns the signature, 64 lower-case hex digits, of string_to_sign under the key that the
  // arguments derive. scope_date is `yyyyMMdd`; secret is raw octets.
  std::string Sign(std::string_view secret, std::string_view scope_date, std::string_view region,
                   std::string_view service, std::string_view string_to_sign);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// DeriveSigningKey is the four-step HMAC chain, plain: 32 octets.
std::string DeriveSigningKey(std::string_view secret, std::string_view scope_date,
                             std::string_view region, std::string_view service);

}  // namespace countersign
