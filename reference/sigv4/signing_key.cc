#include "sigv4/signing_key.h"

#include <array>
#include <cstddef>

#include "sigv4/digest.h"

namespace countersign {
namespace {

Digest Derive(std::string_view secret, std::string_view scope_date, std::string_view region,
              std::string_view service) {
  // The secret is octets as they are: no '/', '+' or '%' in it is ever decoded.
  //= keys/secret-raw
  std::string first = "AWS4";
  first += secret;
  //= signing-key/derivation
  Digest date_key = HmacSha256(first, scope_date);
  Digest region_key = HmacSha256(Octets(date_key), region);
  Digest service_key = HmacSha256(Octets(region_key), service);
  const Digest signing_key = HmacSha256(Octets(service_key), "aws4_request");
  Wipe(first);
  Wipe(date_key);
  Wipe(region_key);
  Wipe(service_key);
  return signing_key;
}

// Entry is one remembered key, with all that it depends on.
struct Entry {
  std::string secret;
  std::string scope_date;
  std::string region;
  std::string service;
  HmacKey key;

  Entry() = default;
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;
  ~Entry() { Wipe(secret); }
};

}  // namespace

struct SigningKeyCache::State {
  std::array<Entry, 8> entries;
  std::size_t used = 0;
  std::size_t oldest = 0;
};

SigningKeyCache::SigningKeyCache() : state_(std::make_unique<State>()) {}
SigningKeyCache::~SigningKeyCache() = default;

std::string SigningKeyCache::Sign(std::string_view secret, std::string_view scope_date,
                                  std::string_view region, std::string_view service,
                                  std::string_view string_to_sign) {
  State& state = *state_;
  for (std::size_t i = 0; i < state.used; ++i) {
    const Entry& entry = state.entries[i];
    if (entry.scope_date == scope_date && entry.secret == secret && entry.region == region &&
        entry.service == service) {
      return Hex(entry.key.Sign(string_to_sign));
    }
  }

  Entry& entry = state.entries[state.oldest];
  state.oldest = (state.oldest + 1) % state.entries.size();
  if (state.used < state.entries.size()) ++state.used;

  Digest key = Derive(secret, scope_date, region, service);
  entry.key.Set(Octets(key));
  Wipe(key);
  Wipe(entry.secret);
  entry.secret = secret;
  entry.scope_date = scope_date;
  entry.region = region;
  entry.service = service;
  return Hex(entry.key.Sign(string_to_sign));
}

std::string DeriveSigningKey(std::string_view secret, std::string_view scope_date,
                             std::string_view region, std::string_view service) {
  return std::string(Octets(Derive(secret, scope_date, region, service)));
}

}  // namespace countersign
