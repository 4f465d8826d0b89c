#include "certify/challenge.h"

#include <random>

#include "sigv4/digest.h"

namespace countersign {
namespace {

constexpr std::size_t kChallengeBytes = 32;
constexpr std::string_view kSalt = "countersign certify 1";

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string Challenge::HexText() const { return Hex(bytes); }

std::optional<Challenge> ParseChallenge(std::string_view text) {
  if (text.size() != 2 * kChallengeBytes) return std::nullopt;
  Challenge challenge;
  challenge.is_given = true;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = HexValue(text[i]);
    const int low = HexValue(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    challenge.bytes += static_cast<char>(high * 16 + low);
  }
  return challenge;
}

Challenge RandomChallenge() {
  Challenge challenge;
  std::random_device random;
  while (challenge.bytes.size() < kChallengeBytes) {
    challenge.bytes += static_cast<char>(random() & 0xff);
  }
  return challenge;
}

OneTimeBytes::OneTimeBytes(const Challenge& challenge, std::string_view id)
    : key_(Bytes(HmacSha256(kSalt, challenge.bytes))), info_(id) {}

std::uint8_t OneTimeBytes::Next() {
  if (used_ == block_.size()) {
    // HKDF counts blocks in one byte, so that a stream has 255; nobody draws as many. The count
    // goes on in further bytes all the same.
    std::string count;
    for (std::uint64_t rest = ++blocks_; rest > 0; rest >>= 8) count += static_cast<char>(rest);
    block_ = std::string(Bytes(HmacSha256(key_, block_ + info_ + count)));
    used_ = 0;
  }
  return static_cast<std::uint8_t>(block_[used_++]);
}

std::size_t OneTimeBytes::Below(std::size_t limit) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | Next();
  return value % limit;
}

std::string OneTimeBytes::Letters(std::size_t count) {
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string text;
  while (text.size() < count) text += kAlphabet[Below(text.empty() ? 26 : kAlphabet.size())];
  return text;
}

std::string OneTimeBytes::SameShape(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') {
      made += static_cast<char>('a' + Below(26));
    } else if (c >= 'A' && c <= 'Z') {
      made += static_cast<char>('A' + Below(26));
    } else if (c >= '0' && c <= '9') {
      made += static_cast<char>('0' + Below(10));
    } else {
      made += c;
    }
  }
  return made;
}

}  // namespace countersign
