// SHA-256 and HMAC-SHA-256 (RFC 2104). This file and p256.cc alone use OpenSSL.
// Called for the string to sign, the signing key and the signature.

#include "sigv4/digest.h"

// SHA256_Init and its relatives need no memory and cannot fail. OpenSSL 3 calls them deprecated,
// but what it offers instead costs several times more than a digest of a short text.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <cstddef>

namespace countersign {
namespace {

constexpr std::size_t kBlock = 64;  // bytes, SHA-256's block size
constexpr char kInnerPad = 0x36;
constexpr char kOuterPad = 0x5c;

// Sha256 of two texts, the second after the first.
Digest Sha256(std::string_view first, std::string_view second) {
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, first.data(), first.size());
  SHA256_Update(&context, second.data(), second.size());
  Digest digest;
  SHA256_Final(digest.data(), &context);
  OPENSSL_cleanse(&context, sizeof context);
  return digest;
}

// PaddedSha256 is one half of HMAC: SHA-256 of the key, filled with zeros to a whole block and
// combined with `pad`, followed by the message. key has at most one block.
Digest PaddedSha256(std::string_view key, char pad, std::string_view message) {
  std::array<char, kBlock> block;
  block.fill(pad);
  for (std::size_t i = 0; i < key.size(); ++i) block[i] = static_cast<char>(block[i] ^ key[i]);
  const Digest digest = Sha256({block.data(), block.size()}, message);
  OPENSSL_cleanse(block.data(), block.size());
  return digest;
}

}  // namespace

Digest Sha256(std::string_view message) { return Sha256(message, {}); }

Digest HmacSha256(std::string_view key, std::string_view message) {
  if (key.size() > kBlock) {
    Digest hashed = Sha256(key);
    const Digest result = HmacSha256(Bytes(hashed), message);
    Wipe(hashed);
    return result;
  }
  const Digest inner = PaddedSha256(key, kInnerPad, message);
  return PaddedSha256(key, kOuterPad, Bytes(inner));
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
