#include "sigv4/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>

namespace countersign {
namespace {

constexpr std::size_t kBlock = 64;  // octets, SHA-256's

void Require(bool held, const char* what) {
  if (held) return;
  std::fprintf(stderr, "countersign: OpenSSL failed: %s\n", what);
  std::abort();
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

Context NewContext() {
  Context context(EVP_MD_CTX_new());
  Require(context != nullptr, "EVP_MD_CTX_new");
  return context;
}

void Copy(const Context& from, const Context& to) {
  Require(EVP_MD_CTX_copy_ex(to.get(), from.get()) == 1, "EVP_MD_CTX_copy_ex");
}

void Absorb(const Context& context, const void* octets, std::size_t size) {
  Require(EVP_DigestUpdate(context.get(), octets, size) == 1, "EVP_DigestUpdate");
}

Digest Finish(const Context& context) {
  Digest digest;
  Require(EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1, "EVP_DigestFinal_ex");
  return digest;
}

// Workbench holds what OpenSSL is slow to make: fetching SHA-256 by name and setting up a context
// cost several times a digest of our size, copying a context that is ready does not.
struct Workbench {
  Context empty = NewContext();  // SHA-256 of nothing so far; only ever copied
  Context work = NewContext();

  Workbench() {
    EVP_MD* sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    Require(sha256 != nullptr, "EVP_MD_fetch SHA256");
    Require(EVP_DigestInit_ex2(empty.get(), sha256, nullptr) == 1, "EVP_DigestInit_ex2");
    EVP_MD_free(sha256);  // the context holds its own reference
  }
};

Workbench& Bench() {
  thread_local Workbench bench;
  return bench;
}

Digest FinishFrom(const Context& state, std::string_view message) {
  const Context& work = Bench().work;
  Copy(state, work);
  Absorb(work, message.data(), message.size());
  return Finish(work);
}

// AbsorbPad sets a context to SHA-256 over one block: the key, zero-padded, each octet xor pad. A
// key longer than a block is hashed first.
void AbsorbPad(std::string_view key, unsigned char pad, const Context& context) {
  if (key.size() > kBlock) {
    Digest hashed = Sha256(key);
    AbsorbPad(Octets(hashed), pad, context);
    Wipe(hashed);
    return;
  }
  std::array<unsigned char, kBlock> block;
  block.fill(pad);
  for (std::size_t i = 0; i < key.size(); ++i) block[i] ^= static_cast<unsigned char>(key[i]);
  Copy(Bench().empty, context);
  Absorb(context, block.data(), block.size());
  OPENSSL_cleanse(block.data(), block.size());
}

constexpr unsigned char kInnerPad = 0x36;
constexpr unsigned char kOuterPad = 0x5c;

}  // namespace

Digest Sha256(std::string_view octets) { return FinishFrom(Bench().empty, octets); }

Digest HmacSha256(std::string_view key, std::string_view message) {
  const Context& work = Bench().work;
  AbsorbPad(key, kInnerPad, work);
  Absorb(work, message.data(), message.size());
  const Digest inner = Finish(work);
  AbsorbPad(key, kOuterPad, work);
  Absorb(work, inner.data(), inner.size());
  return Finish(work);
}

struct HmacKey::State {
  Context inner = NewContext();
  Context outer = NewContext();
};

HmacKey::HmacKey() = default;
HmacKey::~HmacKey() = default;

void HmacKey::Set(std::string_view key) {
  if (!state_) state_ = std::make_unique<State>();
  AbsorbPad(key, kInnerPad, state_->inner);
  AbsorbPad(key, kOuterPad, state_->outer);
}

Digest HmacKey::Sign(std::string_view message) const {
  const Digest inner = FinishFrom(state_->inner, message);
  return FinishFrom(state_->outer, Octets(inner));
}

void AppendHex(const Digest& digest, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  char text[2 * std::tuple_size_v<Digest>];
  for (std::size_t i = 0; i < digest.size(); ++i) {
    text[2 * i] = kHex[digest[i] >> 4];
    text[2 * i + 1] = kHex[digest[i] & 15];
  }
  out.append(text, sizeof text);
}

std::string Hex(const Digest& digest) {
  std::string out;
  AppendHex(digest, out);
  return out;
}

std::string_view Octets(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

bool ConstantTimeEquals(std::string_view a, std::string_view b) {
  // A length is no secret.
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void Wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

void Wipe(Digest& secret) { OPENSSL_cleanse(secret.data(), secret.size()); }

}  // namespace countersign
