#include "sigv4/p256.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "sigv4/deterministic_nonce.h"

namespace countersign {
namespace {

Digest FromHex(std::string_view text) {
  Digest digest;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] =
        static_cast<unsigned char>(std::stoi(std::string(text.substr(2 * i, 2)), nullptr, 16));
  }
  return digest;
}

// The key pair and the answers of RFC 6979, appendix A.2.5, with SHA-256.
const Digest kPrivateKey =
    FromHex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
constexpr std::string_view kNistPublicX =
    "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6";
constexpr std::string_view kNistPublicY =
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";

struct Rfc6979Answer {
  std::string_view message;
  std::string_view nonce;
  std::string_view signature;  // the RFC's r and s in DER; both begin with a digit above 7
};
const Rfc6979Answer kAnswers[] = {
    {"sample", "a6e3c57dd01abe90086538398355dd4c3b17aa873382b0f24d6129493d8aad60",
     "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
     "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"},
    {"test", "d16b6ae827f17175e040871a1c7ec3500192c4c92677336ec2537acaee0008e0",
     "3045022100f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
     "0220019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"},
};

const Digest kOrder = FromHex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

Digest Minus(Digest number, unsigned char less) {
  number.back() = static_cast<unsigned char>(number.back() - less);
  return number;
}

TEST(P256, DerivesThePublicKeyOfRfc6979) {
  EXPECT_EQ(Hex(PublicKeyOf(kPrivateKey).x), kNistPublicX);
  EXPECT_EQ(Hex(PublicKeyOf(kPrivateKey).y), kNistPublicY);
}

TEST(P256, SignsLikeRfc6979) {
  for (const Rfc6979Answer& answer : kAnswers) {
    const Digest digest = Sha256(answer.message);
    const Digest nonce = DeterministicNonce(kPrivateKey, digest);
    EXPECT_EQ(Hex(nonce), answer.nonce) << answer.message;
    const std::string der = SignDigest(digest, kPrivateKey, nonce);
    EXPECT_EQ(Hex(der), answer.signature) << answer.message;
    EXPECT_TRUE(VerifyDigest(digest, der, PublicKeyOf(kPrivateKey)));
    EXPECT_FALSE(VerifyDigest(Sha256("another"), der, PublicKeyOf(kPrivateKey)));
  }
}

TEST(P256, AddsOneBelowTheOrderOnly) {
  EXPECT_EQ(Hex(*PlusOneBelowOrder(Minus(kOrder, 2))), Hex(Minus(kOrder, 1)));
  EXPECT_EQ(PlusOneBelowOrder(Minus(kOrder, 1)), std::nullopt);
  EXPECT_EQ(PlusOneBelowOrder(kOrder), std::nullopt);
  Digest largest;
  largest.fill(0xFF);
  EXPECT_EQ(PlusOneBelowOrder(largest), std::nullopt);
  EXPECT_EQ(PlusOneBelowOrder(Digest{})->back(), 1);
}

TEST(P256, KnowsPrivateKeys) {
  EXPECT_FALSE(IsP256PrivateKey(Digest{}));
  EXPECT_TRUE(IsP256PrivateKey(Minus(kOrder, 1)));
  EXPECT_FALSE(IsP256PrivateKey(kOrder));
}

TEST(P256, ReducesByTheOrder) {
  EXPECT_EQ(ModuloOrder(kOrder), Digest{});
  EXPECT_EQ(ModuloOrder(Minus(kOrder, 1)), Minus(kOrder, 1));
}

TEST(P256, RefusesAPublicKeyThatIsNotOnTheCurve) {
  P256PublicKey key = PublicKeyOf(kPrivateKey);
  EXPECT_TRUE(IsOnCurve(key));
  const Digest digest = Sha256("sample");
  const std::string der = SignDigest(digest, kPrivateKey, DeterministicNonce(kPrivateKey, digest));
  key.y.back() ^= 1;
  EXPECT_FALSE(IsOnCurve(key));
  EXPECT_FALSE(VerifyDigest(digest, der, key));
  EXPECT_FALSE(IsOnCurve({}));
  Digest beyond;
  beyond.fill(0xFF);
  EXPECT_FALSE(IsOnCurve({beyond, beyond}));
}

// Each of them must be refused within the bounds of the bytes; the sanitizers watch.
TEST(P256, RefusesBytesThatAreNoSignature) {
  const Digest digest = Sha256("sample");
  const P256PublicKey key = PublicKeyOf(kPrivateKey);
  const std::string der = SignDigest(digest, kPrivateKey, DeterministicNonce(kPrivateKey, digest));
  ASSERT_TRUE(VerifyDigest(digest, der, key));
  for (std::size_t size = 0; size < der.size(); ++size) {
    EXPECT_FALSE(VerifyDigest(digest, der.substr(0, size), key)) << size;
  }
  for (std::size_t i = 0; i < der.size(); ++i) {
    std::string altered = der;
    altered[i] = static_cast<char>(altered[i] ^ 0x40);
    EXPECT_FALSE(VerifyDigest(digest, altered, key)) << i;
  }
  EXPECT_FALSE(VerifyDigest(digest, der + '\0', key));
  EXPECT_FALSE(VerifyDigest(digest, std::string(100'000, '\x30'), key));
  // r and s are zero.
  EXPECT_FALSE(VerifyDigest(digest, std::string("\x30\x06\x02\x01\x00\x02\x01\x00", 8), key));
  // 64 bytes, r and s side by side (IEEE P1363).
  EXPECT_FALSE(VerifyDigest(digest, der.substr(5, 32) + der.substr(der.size() - 32), key));
  // A length in two bytes: BER, not the shortest DER.
  const std::string body = der.substr(2);
  EXPECT_FALSE(
      VerifyDigest(digest, std::string("\x30\x81") + static_cast<char>(body.size()) + body, key));
}

}  // namespace
}  // namespace countersign
