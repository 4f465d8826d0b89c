#pragma once

#include <openssl/sha.h>

#include <string_view>

#include "sigv4/digest.h"

namespace countersign {

// HmacKey is a key of HMAC-SHA-256 that serves many messages: SHA-256 has read the padded key once,
// for the inner and for the outer hash. It is wiped at its end.
struct HmacKey {
  SHA256_CTX inner = {};
  SHA256_CTX outer = {};

  HmacKey() = default;
  explicit HmacKey(std::string_view key);  // key is raw bytes of any length
  HmacKey(const HmacKey&) = delete;
  HmacKey& operator=(const HmacKey&) = default;
  ~HmacKey();
};

Digest HmacSha256(const HmacKey& key, std::string_view message);

}  // namespace countersign
