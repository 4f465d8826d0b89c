#include "certify/challenge.h"

#include <random>

#include "sigv4/digest.h"

namespace countersign {
namespace {

constexpr std::size_t kChallengeBytes = 32;
constexpr std::size_t kMostBytes = 255 * 32;  // that HKDF yields for one info
constexpr std::size_t kFirstBytes = 16 * 32;
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

std::string HkdfSha256(std::string_view secret, std::string_view salt, std::string_view info,
                       std::size_t bytes) {
  const Digest key = HmacSha256(salt, secret);
  std::string text;
  std::string block;
  for (unsigned char count = 1; text.size() < bytes; ++count) {
    block += info;
    block += static_cast<char>(count);
    block = std::string(Bytes(HmacSha256(Bytes(key), block)));
    text += block;
  }
  text.resize(bytes);
  return text;
}

OneTimeBytes::OneTimeBytes(const Challenge& challenge, std::string_view id)
    : secret_(challenge.bytes), id_(id) {}

std::uint8_t OneTimeBytes::Next() {
  if (used_ == drawn_.size()) {
    const std::size_t further = drawn_.size() / kMostBytes;
    const std::string number = further == 0 ? "" : std::string(1, '\0') + std::to_string(further);
    // Most cases need few bytes.
    if (drawn_.empty()) {
      drawn_ = HkdfSha256(secret_, kSalt, id_, kFirstBytes);
    } else if (drawn_.size() == kFirstBytes) {
      drawn_ = HkdfSha256(secret_, kSalt, id_, kMostBytes);
    } else {
      drawn_ += HkdfSha256(secret_, kSalt, id_ + number, kMostBytes);
    }
  }
  return static_cast<std::uint8_t>(drawn_[used_++]);
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

char OneTimeBytes::SameKind(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<char>('a' + Below(26));
  if (c >= 'A' && c <= 'Z') return static_cast<char>('A' + Below(26));
  if (c >= '0' && c <= '9') return static_cast<char>('0' + Below(10));
  return c;
}

std::string OneTimeBytes::SameShape(std::string_view text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    made += SameKind(text[i]);
    if (text[i] != '%') continue;
    made += text.substr(i + 1, 2);
    i += 2;
  }
  return made;
}

}  // namespace countersign
