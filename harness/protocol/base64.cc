#include "protocol/base64.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace countersign {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 64;

constexpr std::array<std::uint8_t, 256> DigitValues() {
  std::array<std::uint8_t, 256> values{};
  for (std::uint8_t& value : values) value = kNoDigit;
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}
constexpr std::array<std::uint8_t, 256> kDigitValues = DigitValues();

// AppendGroup appends the four digits of one to three octets.
void AppendGroup(std::string_view octets, std::string& out) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    bits = bits << 8 | (i < octets.size() ? static_cast<unsigned char>(octets[i]) : 0U);
  }
  for (std::size_t i = 0; i < 4; ++i) {
    out += i <= octets.size() ? kAlphabet[bits >> (18 - 6 * i) & 63] : '=';
  }
}

// DecodeGroup appends the octets of two to four digits. False: no base64, or bits left over.
bool DecodeGroup(std::string_view digits, std::string& out) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::uint8_t digit =
        i < digits.size() ? kDigitValues[static_cast<unsigned char>(digits[i])] : 0;
    if (digit == kNoDigit) return false;
    bits = bits << 6 | digit;
  }
  const std::size_t octets = digits.size() - 1;
  for (std::size_t i = 0; i < octets; ++i) out += static_cast<char>(bits >> (16 - 8 * i) & 255);
  return (bits << 8 * octets & 0xFFFFFF) == 0;
}

}  // namespace

void AppendBase64(std::string_view octets, std::string& out) {
  for (std::size_t i = 0; i < octets.size(); i += 3) AppendGroup(octets.substr(i, 3), out);
}

std::optional<std::string> DecodeBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  text.remove_suffix(padding);
  std::string octets;
  octets.reserve(text.size() / 4 * 3 + 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    if (!DecodeGroup(text.substr(i, 4), octets)) return std::nullopt;
  }
  return octets;
}

}  // namespace countersign
