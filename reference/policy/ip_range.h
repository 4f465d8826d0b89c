#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace countersign {

enum class IpFamily { kV4, kV6 };

struct IpAddress {
  IpFamily family = IpFamily::kV4;
  std::array<std::uint8_t, 16> octets{};  // the first four of an IPv4 address
  bool operator==(const IpAddress&) const = default;
};

// IpRange is a CIDR range: the addresses that share the first `prefix` bits of one.
struct IpRange {
  IpAddress address;
  int prefix = 0;  // bits
  bool operator==(const IpRange&) const = default;
};

// ParseIpAddress reads `203.0.113.7` (four decimal numbers without leading zeros) or an IPv6
// address as in RFC 4291, without a zone; nullopt if the text is neither.
std::optional<IpAddress> ParseIpAddress(std::string_view text);

// ParseIpRange reads `ADDRESS/BITS`, or an address, which is a range of one address; nullopt if the
// text is neither.
std::optional<IpRange> ParseIpRange(std::string_view text);

// Contains is false if one is IPv4 and the other IPv6.
bool Contains(const IpRange& range, const IpAddress& address);

}  // namespace countersign
