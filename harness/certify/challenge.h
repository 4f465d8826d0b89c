#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace countersign {

// Challenge is 32 bytes from which the questions of a certification are derived. A certifier sends
// it, so that nobody knows the questions before.
struct Challenge {
  std::string bytes;      // 32
  bool is_given = false;  // false: made at random by the program that asked

  std::string HexText() const;  // 64 lower-case hex digits
};

// ParseChallenge reads 64 hex digits; nullopt if the text is anything else.
std::optional<Challenge> ParseChallenge(std::string_view text);
Challenge RandomChallenge();

// HkdfSha256 is HKDF with SHA-256 (RFC 5869).
std::string HkdfSha256(std::string_view secret, std::string_view salt, std::string_view info,
                       std::size_t bytes);

// OneTimeBytes is a stream of bytes for one case: HKDF-SHA-256 of the challenge, with the case's
// id as its info; of further 8,160 bytes, the id, a zero byte and their number as text. The same
// challenge and id give the same stream.
class OneTimeBytes {
 public:
  OneTimeBytes(const Challenge& challenge, std::string_view id);

  std::uint8_t Next();
  // Below returns a number from 0 to limit - 1.
  std::size_t Below(std::size_t limit);
  // Letters returns that many lower-case letters and digits, the first of them a letter.
  std::string Letters(std::size_t count);
  // SameShape replaces each ASCII letter and digit by one of its kind. Other bytes stay, and so
  // does what looks like an escape, such as %2F.
  std::string SameShape(std::string_view text);

 private:
  char SameKind(char c);

  const std::string secret_;  // the challenge
  const std::string id_;
  std::string drawn_;
  std::size_t used_ = 0;
};

}  // namespace countersign
