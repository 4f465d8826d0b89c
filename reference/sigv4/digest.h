#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace countersign {

// The only door to OpenSSL. Its failure is a broken invariant, not bad input: the program aborts.

using Digest = std::array<unsigned char, 32>;

// Sha256 returns the SHA-256 of octets.
Digest Sha256(std::string_view octets);

// HmacSha256 returns HMAC-SHA-256 under a key that is used once; HmacKey is for one used often.
Digest HmacSha256(std::string_view key, std::string_view message);

// HmacKey is an HMAC-SHA-256 key as two digest states, key pads already absorbed, so that each
// message costs no more than its own octets. The states are wiped at the end. Set comes before
// Sign.
class HmacKey {
 public:
  HmacKey();
  ~HmacKey();
  HmacKey(const HmacKey&) = delete;
  HmacKey& operator=(const HmacKey&) = delete;

  void Set(std::string_view key);
  Digest Sign(std::string_view message) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// AppendHex appends 64 lower-case hex digits.
void AppendHex(const Digest& digest, std::string& out);
std::string Hex(const Digest& digest);

// Octets is a digest as a string of 32 octets, good for as long as the digest is.
std::string_view Octets(const Digest& digest);

// ConstantTimeEquals compares without telling, by the time it takes, where two texts differ.
bool ConstantTimeEquals(std::string_view a, std::string_view b);

// Wipe overwrites a secret with zeros, in a way no compiler leaves out, and empties it.
void Wipe(std::string& secret);
void Wipe(Digest& secret);

}  // namespace countersign
