// The checksums that S3 compares with an upload's body, all computed by libraries: OpenSSL, Boost
// and xxHash. body_integrity.cc calls them.

#include "s3/checksum.h"

#include <openssl/evp.h>

#include <array>
#include <boost/crc.hpp>
#include <cstdint>
#include <limits>
// So that no library has to be linked for three functions.
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace countersign {
namespace {

// Computed by OpenSSL; `name` is OpenSSL's name of the digest.
std::string OpenSslDigest(const char* name, std::string_view body) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  std::size_t size = 0;
  if (EVP_Q_digest(nullptr, name, nullptr, body.data(), body.size(), digest.data(), &size) != 1) {
    return {};
  }
  return {reinterpret_cast<const char*>(digest.data()), size};
}

std::string Sha1Of(std::string_view body) { return OpenSslDigest("SHA1", body); }
std::string Sha256Of(std::string_view body) { return OpenSslDigest("SHA256", body); }
std::string Sha512Of(std::string_view body) { return OpenSslDigest("SHA512", body); }

std::string BigEndian(std::uint64_t value, std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = size; i-- > 0; value >>= 8) bytes[i] = static_cast<char>(value & 0xff);
  return bytes;
}

template <int Bits, std::uint64_t Polynomial>
std::string CrcOf(std::string_view body) {
  constexpr std::uint64_t kOnes = std::numeric_limits<std::uint64_t>::max() >> (64 - Bits);
  boost::crc_optimal<Bits, Polynomial, kOnes, kOnes, true, true> crc;
  crc.process_bytes(body.data(), body.size());
  return BigEndian(crc.checksum(), Bits / 8);
}

// xxHash defines how its values are written as bytes, and calls it canonical.
template <typename Canonical>
std::string BytesOf(const Canonical& canonical) {
  return {reinterpret_cast<const char*>(canonical.digest), sizeof canonical.digest};
}

std::string XxHash64Of(std::string_view body) {
  XXH64_canonical_t canonical;
  XXH64_canonicalFromHash(&canonical, XXH64(body.data(), body.size(), 0));
  return BytesOf(canonical);
}

std::string XxHash3Of(std::string_view body) {
  XXH64_canonical_t canonical;
  XXH64_canonicalFromHash(&canonical, XXH3_64bits(body.data(), body.size()));
  return BytesOf(canonical);
}

std::string XxHash128Of(std::string_view body) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(body.data(), body.size()));
  return BytesOf(canonical);
}

// The polynomials are those of the catalogue of parametrised CRC algorithms: CRC-32/ISO-HDLC,
// CRC-32/ISCSI and CRC-64/NVME.
//= body/checksum
constexpr ChecksumAlgorithm kAlgorithms[] = {
    {"CRC64NVME", "x-amz-checksum-crc64nvme", 8, CrcOf<64, 0xad93d23594c93659>},
    {"CRC32", "x-amz-checksum-crc32", 4, CrcOf<32, 0x04c11db7>},
    {"CRC32C", "x-amz-checksum-crc32c", 4, CrcOf<32, 0x1edc6f41>},
    {"SHA1", "x-amz-checksum-sha1", 20, Sha1Of},
    {"SHA256", "x-amz-checksum-sha256", 32, Sha256Of},
    {"SHA512", "x-amz-checksum-sha512", 64, Sha512Of},
    {"MD5", "x-amz-checksum-md5", kMd5Size, Md5},
    {"XXHASH64", "x-amz-checksum-xxhash64", 8, XxHash64Of},
    {"XXHASH3", "x-amz-checksum-xxhash3", 8, XxHash3Of},
    {"XXHASH128", "x-amz-checksum-xxhash128", 16, XxHash128Of},
};

const unsigned char* Octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::span<const ChecksumAlgorithm> ChecksumAlgorithms() { return kAlgorithms; }

std::string Md5(std::string_view body) { return OpenSslDigest("MD5", body); }

std::string Base64(std::string_view bytes) {
  // One byte more, for the NUL that OpenSSL writes.
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), Octets(bytes),
                  static_cast<int>(bytes.size()));
  text.pop_back();
  return text;
}

std::optional<std::string> BytesOfBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), Octets(text),
                                   static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  // OpenSSL counts the padding as bytes.
  bytes.resize(bytes.size() - (text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0));
  // It also accepts white space around, and bits that are lost.
  if (Base64(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace countersign
