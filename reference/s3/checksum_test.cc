#include "s3/checksum.h"

#include <gtest/gtest.h>

#include <set>

#include "sigv4/digest.h"

namespace countersign {
namespace {

struct KnownChecksum {
  std::string_view name;
  std::string_view body;
  std::string_view hex;
};

// The check value of a CRC is that of these nine digits.
constexpr std::string_view kDigits = "123456789";

constexpr KnownChecksum kKnownChecksums[] = {
    // Catalogue of parametrised CRC algorithms (reveng.sourceforge.io/crc-catalogue), member
    // `check` of CRC-64/NVME, CRC-32/ISO-HDLC and CRC-32/ISCSI.
    {"CRC64NVME", kDigits, "ae8b14860a799888"},
    {"CRC32", kDigits, "cbf43926"},
    {"CRC32C", kDigits, "e3069283"},
    {"CRC64NVME", "", "0000000000000000"},
    {"CRC32", "", "00000000"},
    {"CRC32C", "", "00000000"},
    // RFC 1321, appendix A.5.
    {"MD5", "", "d41d8cd98f00b204e9800998ecf8427e"},
    {"MD5", "message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
    // RFC 3174, section 7.3, and FIPS 180-2, appendices B.1 and C.1.
    {"SHA1", "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
    {"SHA256", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"SHA512", "abc",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
    // The sanity check of xxHash 0.8 (program xxhsum), rows of length 0 and seed 0.
    {"XXHASH64", "", "ef46db3751d8e999"},
    {"XXHASH3", "", "2d06800538d394c2"},
    {"XXHASH128", "", "99aa06d3014798d86001c324468d497f"},
    // The tests of awslabs/aws-checksums at 1d5f2f1 (xxhash_test): what AWS's SDKs send.
    {"XXHASH64", "Hello world", "c500b0c912b376d8"},
    {"XXHASH3", "Hello world", "b6acb9d84a38ff74"},
    {"XXHASH128", "Hello world", "7351f89812f97382b91d05b31e04dd7f"},
};

const ChecksumAlgorithm* Named(std::string_view name) {
  for (const ChecksumAlgorithm& one : ChecksumAlgorithms()) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

TEST(Checksum, IsThePublishedOne) {
  for (const KnownChecksum& known : kKnownChecksums) {
    const ChecksumAlgorithm* algorithm = Named(known.name);
    ASSERT_NE(algorithm, nullptr) << known.name;
    EXPECT_EQ(Hex(algorithm->compute(known.body)), known.hex) << known.name << " " << known.body;
  }
}

TEST(Checksum, IsPublishedForEachAlgorithm) {
  std::set<std::string_view> names;
  for (const KnownChecksum& known : kKnownChecksums) names.insert(known.name);
  for (const ChecksumAlgorithm& one : ChecksumAlgorithms()) EXPECT_EQ(names.count(one.name), 1U);
}

TEST(Checksum, HasItsSizeForEachBody) {
  for (const ChecksumAlgorithm& one : ChecksumAlgorithms()) {
    EXPECT_EQ(one.compute("").size(), one.size) << one.name;
    EXPECT_EQ(one.compute(std::string(100'000, '\0')).size(), one.size) << one.name;
  }
  EXPECT_EQ(Md5("").size(), kMd5Size);
}

TEST(Base64, IsThatOfTheRfc) {
  // RFC 4648, section 10.
  EXPECT_EQ(Base64(""), "");
  EXPECT_EQ(Base64("f"), "Zg==");
  EXPECT_EQ(Base64("fo"), "Zm8=");
  EXPECT_EQ(Base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(BytesOfBase64("Zg=="), "f");
  EXPECT_EQ(BytesOfBase64("Zm8="), "fo");
  EXPECT_EQ(BytesOfBase64("Zm9vYmFy"), "foobar");
  EXPECT_EQ(BytesOfBase64(""), "");
}

TEST(Base64, ReadsOnlyWhatItWrites) {
  // Without padding, with bits that are lost, white space, other alphabets, padding inside.
  for (const char* text : {"Zg", "Zh==", "Zm9=", " Zg=", "Zg==\n", "Zg=\n", "Zm-_",
                           "Z===", "====", "Zg==Zg==", "Zm 8", "Z"}) {
    EXPECT_EQ(BytesOfBase64(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace countersign
