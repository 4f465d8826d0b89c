// IPv4 and IPv6 addresses and CIDR ranges as text, and whether a range contains an address, for
// IpAddress and NotIpAddress in policies. condition_operator.cc calls it.

#include "policy/ip_range.h"

#include <cstddef>

namespace countersign {
namespace {

constexpr int kOctetBits = 8;
constexpr int kV4Bits = 32;
constexpr int kV6Bits = 128;

// ReadDecimal reads digits without leading zeros, at most `most`.
std::optional<int> ReadDecimal(std::string_view text, int most) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  if (number > most) return std::nullopt;
  return number;
}

std::optional<int> ReadHexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

// ReadGroup reads sixteen bits: one to four hex digits.
std::optional<int> ReadGroup(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  int number = 0;
  for (const char c : text) {
    const std::optional<int> digit = ReadHexDigit(c);
    if (!digit) return std::nullopt;
    number = number * 16 + *digit;
  }
  return number;
}

std::optional<IpAddress> ReadV4(std::string_view text) {
  IpAddress address;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t dot = text.find('.');
    const bool last = i == 3;
    if ((dot == std::string_view::npos) != last) return std::nullopt;
    const std::optional<int> octet = ReadDecimal(text.substr(0, dot), 255);
    if (!octet) return std::nullopt;
    address.octets[i] = static_cast<std::uint8_t>(*octet);
    text = last ? std::string_view() : text.substr(dot + 1);
  }
  return address;
}

// Octets are the octets of a run of groups.
struct Octets {
  std::array<std::uint8_t, 16> octets{};
  std::size_t count = 0;
};

// AppendGroup appends one group, or an IPv4 address if it is the last; false if it is invalid.
bool AppendGroup(std::string_view group, bool last, Octets& out) {
  if (last && group.find('.') != std::string_view::npos) {
    const std::optional<IpAddress> tail = ReadV4(group);
    if (!tail || out.count + 4 > out.octets.size()) return false;
    for (std::size_t i = 0; i < 4; ++i) out.octets[out.count++] = tail->octets[i];
    return true;
  }
  const std::optional<int> number = ReadGroup(group);
  if (!number || out.count + 2 > out.octets.size()) return false;
  out.octets[out.count++] = static_cast<std::uint8_t>(*number >> 8);
  out.octets[out.count++] = static_cast<std::uint8_t>(*number & 0xFF);
  return true;
}

// ReadGroups reads `a:b:c`, or an empty text.
std::optional<Octets> ReadGroups(std::string_view text, bool at_end) {
  Octets out;
  while (!text.empty()) {
    const std::size_t colon = text.find(':');
    const bool last = colon == std::string_view::npos;
    if (!AppendGroup(text.substr(0, colon), last && at_end, out)) return std::nullopt;
    if (last) break;
    text.remove_prefix(colon + 1);
    if (text.empty()) return std::nullopt;
  }
  return out;
}

std::optional<IpAddress> ReadV6(std::string_view text) {
  const std::size_t gap = text.find("::");
  const bool has_gap = gap != std::string_view::npos;
  const std::optional<Octets> head = ReadGroups(text.substr(0, gap), !has_gap);
  const std::optional<Octets> tail =
      has_gap ? ReadGroups(text.substr(gap + 2), true) : std::optional(Octets());
  if (!head || !tail) return std::nullopt;
  const std::size_t given = head->count + tail->count;
  // A gap stands for at least one group.
  if (has_gap ? given > 14 : given != 16) return std::nullopt;
  IpAddress address{IpFamily::kV6, head->octets};
  for (std::size_t i = 0; i < tail->count; ++i) {
    address.octets[16 - tail->count + i] = tail->octets[i];
  }
  return address;
}

int BitsOf(IpFamily family) { return family == IpFamily::kV4 ? kV4Bits : kV6Bits; }

}  // namespace

std::optional<IpAddress> ParseIpAddress(std::string_view text) {
  //= network/ipv6
  return text.find(':') == std::string_view::npos ? ReadV4(text) : ReadV6(text);
}

std::optional<IpRange> ParseIpRange(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::optional<IpAddress> address = ParseIpAddress(text.substr(0, slash));
  if (!address) return std::nullopt;
  const int bits = BitsOf(address->family);
  //= network/single-address
  if (slash == std::string_view::npos) return IpRange{*address, bits};
  const std::optional<int> prefix = ReadDecimal(text.substr(slash + 1), bits);
  if (!prefix) return std::nullopt;
  return IpRange{*address, *prefix};
}

bool Contains(const IpRange& range, const IpAddress& address) {
  if (range.address.family != address.family) return false;
  //= network/cidr
  int bits = range.prefix;
  for (std::size_t i = 0; bits > 0; ++i, bits -= kOctetBits) {
    const int ignored = bits < kOctetBits ? kOctetBits - bits : 0;
    if ((range.address.octets[i] ^ address.octets[i]) >> ignored != 0) return false;
  }
  return true;
}

}  // namespace countersign
