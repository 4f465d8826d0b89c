#include "sigv4/credential_scope.h"

#include <gtest/gtest.h>

#include <optional>

#include "sigv4/published_example.h"

namespace countersign {
namespace {

constexpr std::string_view kPublished = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";

constexpr auto kHmac = SigningAlgorithm::kHmacSha256;
constexpr auto kEcdsa = SigningAlgorithm::kEcdsaP256Sha256;

// RefusingScope returns the rule that refuses a credential at an s3 endpoint of us-east-1.
std::optional<Rule> RefusingScope(std::string_view text, SigningAlgorithm algorithm = kHmac) {
  const auto credential = ParseCredential(text, algorithm);
  if (!credential.ok()) return credential.rejection().rule;
  const Refusal refusal = CheckScope(credential.value(), "s3", "us-east-1");
  if (!refusal) return std::nullopt;
  return refusal->rule;
}

TEST(CredentialScope, TakesThePublishedCredentialApart) {
  const auto credential = ParseCredential(kPublished, kHmac);
  ASSERT_TRUE(credential.ok());
  EXPECT_EQ(credential.value().access_key_id, example::kAccessKeyId);
  EXPECT_EQ(credential.value().terminator, "aws4_request");
  EXPECT_EQ(ScopeText(credential.value().scope), example::kScope);
  EXPECT_EQ(RefusingScope(kPublished), std::nullopt);
}

TEST(CredentialScope, HasFivePartsExactly) {
  EXPECT_EQ(RefusingScope(""), Rule::kCredentialFiveParts);
  EXPECT_EQ(RefusingScope("AKID/20130524/us-east-1/s3"), Rule::kCredentialFiveParts);
  EXPECT_EQ(RefusingScope("AKID/20130524/us-east-1/s3/aws4_request/"), Rule::kCredentialFiveParts);
  EXPECT_EQ(RefusingScope("a/b/20130524/us-east-1/s3/aws4_request"), Rule::kCredentialFiveParts);
  EXPECT_EQ(RefusingScope("AKID%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"),
            Rule::kCredentialFiveParts);
}

TEST(CredentialScope, HasFourPartsForSigV4A) {
  const auto credential = ParseCredential("AKID/20130524/s3/aws4_request", kEcdsa);
  ASSERT_TRUE(credential.ok());
  EXPECT_EQ(ScopeText(credential.value().scope), "20130524/s3/aws4_request");
  EXPECT_EQ(RefusingScope("AKID/20130524/s3/aws4_request", kEcdsa), std::nullopt);
  EXPECT_EQ(RefusingScope(kPublished, kEcdsa), Rule::kCredentialFourParts);
  EXPECT_EQ(RefusingScope("AKID/20130524//s3/aws4_request", kEcdsa), Rule::kCredentialFourParts);
  EXPECT_EQ(RefusingScope("AKID/20130524/s3", kEcdsa), Rule::kCredentialFourParts);
  EXPECT_EQ(RefusingScope("AKID/20130524/s3/aws5_request", kEcdsa), Rule::kTerminator);
  EXPECT_EQ(RefusingScope("AKID/20130524/us-east-1/aws4_request", kEcdsa), Rule::kService);
  EXPECT_EQ(RefusingScope("AKID/2013/s3/aws4_request", kEcdsa), Rule::kScopeDateFormat);
}

TEST(CredentialScope, NamesThisEndpoint) {
  EXPECT_EQ(RefusingScope("AKID/20130524/us-east-1/s3/aws5_request"), Rule::kTerminator);
  EXPECT_EQ(RefusingScope("AKID/20130524/us-east-1/s3/"), Rule::kTerminator);
  EXPECT_EQ(RefusingScope("AKID/20130524/us-east-1/sns/aws4_request"), Rule::kService);
  EXPECT_EQ(RefusingScope("AKID/20130524/us-east-1/S3/aws4_request"), Rule::kService);
  EXPECT_EQ(RefusingScope("AKID/2013052/us-east-1/s3/aws4_request"), Rule::kScopeDateFormat);
  EXPECT_EQ(RefusingScope("AKID//us-east-1/s3/aws4_request"), Rule::kScopeDateFormat);
  EXPECT_EQ(RefusingScope("AKID/20130524/us-west-2/s3/aws4_request"), Rule::kRegion);
  EXPECT_EQ(RefusingScope("AKID/20130524//s3/aws4_request"), Rule::kRegion);
}

TEST(CredentialScope, IsCheckedFromTheEndButForTheRegion) {
  EXPECT_EQ(RefusingScope("AKID/x/y/z/w"), Rule::kTerminator);
  EXPECT_EQ(RefusingScope("AKID/x/y/z/aws4_request"), Rule::kService);
  EXPECT_EQ(RefusingScope("AKID/x/y/s3/aws4_request"), Rule::kScopeDateFormat);
}

TEST(CredentialScope, IsRefusedInS3sWords) {
  const auto credential = ParseCredential("AKID/20130524/us-west-2/s3/aws4_request", kHmac);
  ASSERT_TRUE(credential.ok());
  EXPECT_EQ(CheckScope(credential.value(), "s3", "us-gov-west-1")->detail,
            "Error parsing the X-Amz-Credential parameter; the region 'us-west-2' is wrong; "
            "expecting 'us-gov-west-1'");
}

TEST(CredentialScope, HasTheDayOfItsDate) {
  const CredentialScope scope{"20130524", "us-east-1", "s3"};
  EXPECT_FALSE(CheckScopeDate(scope, "20130524T235959Z").has_value());
  EXPECT_EQ(CheckScopeDate(scope, "20130525T000000Z")->rule, Rule::kScopeDateIsDatesDay);
}

}  // namespace
}  // namespace countersign
