#include "sigv4/algorithm.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(Algorithm, IsReadAsItIsNamed) {
  for (const SigningAlgorithm one :
       {SigningAlgorithm::kHmacSha256, SigningAlgorithm::kEcdsaP256Sha256}) {
    EXPECT_EQ(ReadAlgorithm(AlgorithmName(one)), one);
  }
  EXPECT_EQ(AlgorithmName(SigningAlgorithm::kEcdsaP256Sha256), "AWS4-ECDSA-P256-SHA256");
}

TEST(Algorithm, IsNoOtherText) {
  for (const std::string_view text :
       {"", "AWS4-HMAC-SHA1", "aws4-ecdsa-p256-sha256", "AWS4-ECDSA-P384-SHA384", "AWS4-ECDSA-P256",
        "AWS4-ECDSA-P256-SHA256 "}) {
    EXPECT_EQ(ReadAlgorithm(text), std::nullopt) << text;
  }
}

TEST(Algorithm, OfKeyPairsIsNotForS3Express) {
  EXPECT_FALSE(Supports("s3express", SigningAlgorithm::kEcdsaP256Sha256));
  EXPECT_TRUE(Supports("s3express", SigningAlgorithm::kHmacSha256));
  for (const std::string_view service : {"s3", "s3-outposts", "s3-object-lambda", "events"}) {
    EXPECT_TRUE(Supports(service, SigningAlgorithm::kEcdsaP256Sha256)) << service;
  }
}

}  // namespace
}  // namespace countersign
