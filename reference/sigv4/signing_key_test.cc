#include "sigv4/signing_key.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "sigv4/published_example.h"

namespace countersign {
namespace {

std::string HexOf(const std::string& octets) {
  std::string hex;
  for (const unsigned char octet : octets) {
    char text[3];
    std::snprintf(text, sizeof text, "%02x", octet);
    hex += text;
  }
  return hex;
}

TEST(SigningKey, SignsThePublishedStringToSign) {
  SigningKeyCache keys;
  EXPECT_EQ(keys.Sign(example::kSecret, "20130524", "us-east-1", "s3", example::kStringToSign),
            example::kSignature);
}

TEST(SigningKey, IsTheOneThatAwsPrints) {
  // AWS General Reference, "Examples of how to derive a signing key for Signature Version 4".
  constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  EXPECT_EQ(HexOf(DeriveSigningKey(kSecret, "20120215", "us-east-1", "iam")),
            "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d");
  EXPECT_EQ(HexOf(DeriveSigningKey(kSecret, "20150830", "us-east-1", "iam")),
            "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
}

TEST(SigningKey, GivesTheSameSignatureFromMemory) {
  SigningKeyCache keys;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(keys.Sign(example::kSecret, "20130524", "us-east-1", "s3", example::kStringToSign),
              example::kSignature);
  }
}

TEST(SigningKey, DependsOnEachOfItsParts) {
  SigningKeyCache keys;
  const auto sign = [&](std::string_view secret, std::string_view date, std::string_view region,
                        std::string_view service) {
    return keys.Sign(secret, date, region, service, example::kStringToSign);
  };
  ASSERT_EQ(sign(example::kSecret, "20130524", "us-east-1", "s3"), example::kSignature);
  EXPECT_NE(sign("other", "20130524", "us-east-1", "s3"), example::kSignature);
  EXPECT_NE(sign(example::kSecret, "20130525", "us-east-1", "s3"), example::kSignature);
  EXPECT_NE(sign(example::kSecret, "20130524", "us-east-2", "s3"), example::kSignature);
  EXPECT_NE(sign(example::kSecret, "20130524", "us-east-1", "sts"), example::kSignature);
}

TEST(SigningKey, IsDerivedAnewWhenForgotten) {
  SigningKeyCache keys;
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(keys.Sign(example::kSecret, "20130524", "us-east-1", "s3", example::kStringToSign),
              example::kSignature);
    for (int i = 0; i < 100; ++i) {
      SigningKeyCache fresh;
      const std::string secret = "secret" + std::to_string(i);
      EXPECT_EQ(keys.Sign(secret, "20130524", "us-east-1", "s3", "text"),
                fresh.Sign(secret, "20130524", "us-east-1", "s3", "text"));
    }
  }
}

}  // namespace
}  // namespace countersign
