#include "sigv4/sigv4a_key.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "sigv4/p256.h"

namespace countersign {
namespace {

std::string KeyOf(std::string_view access_key_id, std::string_view secret) {
  const auto key = DeriveSigV4AKey({access_key_id, secret});
  return key ? Hex(*key) : "";
}

// The public half is in crt_suite_test.cc, as AWS's suite prints it.
TEST(SigV4AKey, IsTheOneOfAwssSuite) {
  EXPECT_EQ(KeyOf("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            "7efc8c0e65a324242818c5a50c891c6060b6a00717b7ba3cbe3c5d765be9259c");
}

// aws-c-auth 495329c, tests of the key derivation: the same in IAM and in the SDK for Go.
TEST(SigV4AKey, IsTheOneThatAwsTestsItsSdksWith) {
  constexpr std::string_view kId = "AKISORANDOMAASORANDOM";
  constexpr std::string_view kSecret = "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom";
  EXPECT_EQ(KeyOf(kId, kSecret),
            "7fd3bd010c0d9c292141c2b77bfbde1042c92e6836fff749d1269ec890fca1bd");
  const P256PublicKey public_key = PublicKeyOf(*DeriveSigV4AKey({kId, kSecret}));
  EXPECT_EQ(Hex(public_key.x), "15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb");
  EXPECT_EQ(Hex(public_key.y), "0515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0");
}

TEST(SigV4AKey, DependsOnTheAccessKeyIdAndOnTheSecret) {
  const std::string one = KeyOf("AKIDEXAMPLE", "secret");
  EXPECT_NE(KeyOf("AKIDEXAMPLF", "secret"), one);
  EXPECT_NE(KeyOf("AKIDEXAMPLE", "secreT"), one);
  EXPECT_EQ(KeyOf("AKIDEXAMPLE", "secret"), one);
}

}  // namespace
}  // namespace countersign
