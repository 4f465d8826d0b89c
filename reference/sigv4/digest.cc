// SHA-256 and HMAC-SHA-256 (RFC 2104). Called for the string to sign, the signing key and the
// signature.

// SHA256_Init and its relatives need no memory and cannot fail. OpenSSL 3 calls them deprecated,
// but what it offers instead costs several times more than a digest of a short text.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "sigv4/digest.h"

#include <openssl/crypto.h>

#include <cstddef>

#include "sigv4/hmac_key.h"

namespace countersign {
namespace {

constexpr std::size_t kBlock = 64;  // bytes, SHA-256's block size
constexpr char kInnerPad = 0x36;
constexpr char kOuterPad = 0x5c;

// Finish returns the digest of what `context` has read, followed by `rest`.
Digest Finish(SHA256_CTX context, std::string_view rest) {
  SHA256_Update(&context, rest.data(), rest.size());
  Digest digest;
  SHA256_Final(digest.data(), &context);
  OPENSSL_cleanse(&context, sizeof context);
  return digest;
}

// ReadPadded reads the key, filled with zeros to a whole block and combined with `pad`. key has at
// most one block.
void ReadPadded(std::string_view key, char pad, SHA256_CTX& context) {
  std::array<char, kBlock> block;
  block.fill(pad);
  for (std::size_t i = 0; i < key.size(); ++i) block[i] = static_cast<char>(block[i] ^ key[i]);
  SHA256_Init(&context);
  SHA256_Update(&context, block.data(), block.size());
  OPENSSL_cleanse(block.data(), block.size());
}

}  // namespace

Digest Sha256(std::string_view message) {
  SHA256_CTX context;
  SHA256_Init(&context);
  return Finish(context, message);
}

HmacKey::HmacKey(std::string_view key) {
  if (key.size() > kBlock) {
    Digest hashed = Sha256(key);
    *this = HmacKey(Bytes(hashed));
    Wipe(hashed);
    return;
  }
  ReadPadded(key, kInnerPad, inner);
  ReadPadded(key, kOuterPad, outer);
}

HmacKey::~HmacKey() {
  OPENSSL_cleanse(&inner, sizeof inner);
  OPENSSL_cleanse(&outer, sizeof outer);
}

Digest HmacSha256(const HmacKey& key, std::string_view message) {
  const Digest inner = Finish(key.inner, message);
  return Finish(key.outer, Bytes(inner));
}

Digest HmacSha256(std::string_view key, std::string_view message) {
  return HmacSha256(HmacKey(key), message);
}

std::string Hex(std::string_view bytes) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string text(2 * bytes.size(), '0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    text[2 * i] = kHex[byte / 16];
    text[2 * i + 1] = kHex[byte % 16];
  }
  return text;
}

std::string Hex(const Digest& digest) { return Hex(Bytes(digest)); }

std::string_view Bytes(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

bool ConstantTimeEquals(std::string_view a, std::string_view b) {
  // The length is not a secret.
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void Wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

void Wipe(Digest& secret) { OPENSSL_cleanse(secret.data(), secret.size()); }

}  // namespace countersign
