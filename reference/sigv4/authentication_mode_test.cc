#include "sigv4/authentication_mode.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "sigv4/published_example.h"

namespace countersign {
namespace {

std::optional<Rule> RefusingMode(std::string_view raw_query,
                                 const std::vector<HeaderField>& headers) {
  const QueryString query = ParseQueryString(raw_query);
  const Refusal refusal =
      CheckAuthenticationMode(FindAuthenticationParameters(query), query, headers);
  if (!refusal) return std::nullopt;
  return refusal->rule;
}

const std::string kSigV2 = "AWSAccessKeyId=AKID&Signature=x&Expires=1";

TEST(AuthenticationMode, IsTheQueryOfThePublishedUrl) {
  EXPECT_EQ(RefusingMode(SplitTarget(example::kTarget).raw_query, {{"Host", "h"}}), std::nullopt);
}

TEST(AuthenticationMode, IsTheQueryWhereAnyParameterOfItStands) {
  for (const char* name : {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature",
                           "X-Amz-SignedHeaders", "X-Amz-Expires"}) {
    EXPECT_EQ(RefusingMode(name, {}), std::nullopt) << name;
  }
  for (const char* name : {"X-Amz-Date", "X-Amz-Security-Token", "x-amz-signature", "prefix"}) {
    EXPECT_EQ(RefusingMode(name, {}), Rule::kNotSigned) << name;
  }
}

TEST(AuthenticationMode, IsOneOnly) {
  for (const char* value : {"AWS4-HMAC-SHA256 Credential=x", "Bearer x", "Basic eDp5", ""}) {
    EXPECT_EQ(RefusingMode(example::kQuery, {{"aUTHORIZATION", value}}), Rule::kOneMechanismOnly)
        << value;
    EXPECT_EQ(RefusingMode(kSigV2, {{"Authorization", value}}), Rule::kOneMechanismOnly) << value;
  }
  EXPECT_EQ(RefusingMode(std::string(example::kQuery) + "&" + kSigV2, {}), Rule::kOneMechanismOnly);
}

TEST(AuthenticationMode, IsNotSigV2) {
  EXPECT_EQ(RefusingMode(kSigV2, {}), Rule::kSigV2Unsupported);
  EXPECT_EQ(RefusingMode("AWSAccessKeyId=AKID&Signature=x", {}), Rule::kNotSigned);
  EXPECT_EQ(RefusingMode("AWSAccessKeyId=AKID&Expires=1", {}), Rule::kNotSigned);
  EXPECT_EQ(RefusingMode("Signature=x&Expires=1", {}), Rule::kNotSigned);
}

TEST(AuthenticationMode, IsNotAHeader) {
  EXPECT_EQ(RefusingMode("", {{"Authorization", "Bearer x"}}), Rule::kUnsupportedAuthorization);
}

}  // namespace
}  // namespace countersign
