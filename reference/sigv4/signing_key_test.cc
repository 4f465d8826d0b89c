#include "sigv4/signing_key.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <thread>

#include "sigv4/digest.h"
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

const CredentialScope kScope{"20130524", "us-east-1", "s3"};

TEST(SigningKey, SignsThePublishedStringToSign) {
  EXPECT_EQ(SignatureOf(example::kSecret, kScope, example::kStringToSign), example::kSignature);
}

TEST(SigningKey, IsTheOneThatAwsPrints) {
  // AWS General Reference, "Examples of how to derive a signing key for Signature Version 4".
  constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  EXPECT_EQ(HexOf(DeriveSigningKey(kSecret, {"20120215", "us-east-1", "iam"})),
            "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d");
  EXPECT_EQ(HexOf(DeriveSigningKey(kSecret, {"20150830", "us-east-1", "iam"})),
            "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
}

TEST(SigningKey, GivesTheSameSignatureFromMemory) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(SignatureOf(example::kSecret, kScope, example::kStringToSign), example::kSignature);
  }
}

TEST(SigningKey, DependsOnEachOfItsParts) {
  const auto sign = [](std::string_view secret, const CredentialScope& scope) {
    return SignatureOf(secret, scope, example::kStringToSign);
  };
  ASSERT_EQ(sign(example::kSecret, kScope), example::kSignature);
  EXPECT_NE(sign("other", kScope), example::kSignature);
  EXPECT_NE(sign(example::kSecret, {"20130525", "us-east-1", "s3"}), example::kSignature);
  EXPECT_NE(sign(example::kSecret, {"20130524", "us-east-2", "s3"}), example::kSignature);
  EXPECT_NE(sign(example::kSecret, {"20130524", "us-east-1", "sts"}), example::kSignature);
}

TEST(SigningKey, IsDerivedAgainWhenForgotten) {
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(SignatureOf(example::kSecret, kScope, example::kStringToSign), example::kSignature);
    for (int i = 0; i < 100; ++i) {
      const std::string secret = "secret" + std::to_string(i);
      EXPECT_EQ(SignatureOf(secret, kScope, "text"),
                Hex(HmacSha256(DeriveSigningKey(secret, kScope), "text")));
    }
  }
}

TEST(SigningKey, IsTheSameInEachThread) {
  std::string signature;
  std::thread([&] {
    signature = SignatureOf(example::kSecret, kScope, example::kStringToSign);
  }).join();
  EXPECT_EQ(signature, example::kSignature);
}

}  // namespace
}  // namespace countersign
