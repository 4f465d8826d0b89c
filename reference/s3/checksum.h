#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace countersign {

// ChecksumAlgorithm is one way to declare an upload's body: the header x-amz-checksum-… with the
// checksum in base64.
struct ChecksumAlgorithm {
  std::string_view name;    // as in S3's messages: CRC64NVME
  std::string_view header;  // in lower case
  std::size_t size;         // of the checksum, in bytes
  // The checksum of a whole body as bytes, the most significant first.
  std::string (*compute)(std::string_view body);
};

// ChecksumAlgorithms lists those of S3.
std::span<const ChecksumAlgorithm> ChecksumAlgorithms();

inline constexpr std::size_t kMd5Size = 16;  // bytes
std::string Md5(std::string_view body);

// Base64 returns bytes in RFC 4648's base64 with padding.
std::string Base64(std::string_view bytes);

// BytesOfBase64 returns the bytes of a text that Base64 could have written; nullopt for any other.
std::optional<std::string> BytesOfBase64(std::string_view text);

}  // namespace countersign
