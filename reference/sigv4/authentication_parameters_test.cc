#include "sigv4/authentication_parameters.h"

#include <gtest/gtest.h>

#include <string>

#include "sigv4/published_example.h"

namespace countersign {
namespace {

const std::string kRawQuery(SplitTarget(example::kTarget).raw_query);

// Without drops the one piece that begins with the name.
std::string Without(std::string_view name) {
  std::string out;
  for (const QueryParameter& p : ParseQueryString(kRawQuery).parameters) {
    if (p.raw_name == name) continue;
    if (!out.empty()) out += '&';
    out.append(p.raw_name).append("=").append(p.raw_value);
  }
  return out;
}

Refusal Completeness(const std::string& raw_query) {
  const QueryString query = ParseQueryString(raw_query);
  return CheckCompleteness(FindAuthenticationParameters(query));
}

Refusal Algorithm(const std::string& raw_query) {
  const QueryString query = ParseQueryString(raw_query);
  const auto algorithm = AlgorithmOf(FindAuthenticationParameters(query), "s3");
  if (algorithm.ok()) return std::nullopt;
  return algorithm.rejection();
}

constexpr const char* kSix[] = {"X-Amz-Algorithm", "X-Amz-Credential",    "X-Amz-Date",
                                "X-Amz-Expires",   "X-Amz-SignedHeaders", "X-Amz-Signature"};

TEST(AuthenticationParameters, AreAllInThePublishedUrl) {
  EXPECT_FALSE(Completeness(kRawQuery));
  EXPECT_FALSE(Algorithm(kRawQuery));
}

TEST(AuthenticationParameters, AreAllRequired) {
  for (const char* name : kSix) {
    const Refusal refusal = Completeness(Without(name));
    ASSERT_TRUE(refusal.has_value()) << name;
    EXPECT_EQ(refusal->rule, Rule::kAllSixRequired) << name;
  }
}

TEST(AuthenticationParameters, ArePresentThoughEmpty) {
  for (const char* name : kSix) {
    EXPECT_FALSE(Completeness(Without(name) + "&" + name + "=")) << name;
    EXPECT_FALSE(Completeness(Without(name) + "&" + name)) << name;
  }
}

TEST(AuthenticationParameters, AreNamedCaseSensitively) {
  EXPECT_EQ(Completeness(Without("X-Amz-Date") + "&x-amz-date=20130524T000000Z")->rule,
            Rule::kAllSixRequired);
  EXPECT_FALSE(Completeness(Without("X-Amz-Date") + "&X%2DAmz%2DDate=20130524T000000Z"));
}

TEST(AuthenticationParameters, AreGivenOnce) {
  for (const char* name : kSix) {
    const Refusal refusal = Completeness(kRawQuery + "&" + name + "=x");
    ASSERT_TRUE(refusal.has_value()) << name;
    EXPECT_EQ(refusal->rule, Rule::kGivenOnce) << name;
  }
  EXPECT_FALSE(Completeness(kRawQuery + "&X-Amz-Security-Token=a"));
  EXPECT_EQ(Completeness(kRawQuery + "&X-Amz-Security-Token=a&X-Amz-Security-Token=a")->rule,
            Rule::kGivenOnce);
  EXPECT_FALSE(Completeness(kRawQuery + "&a=1&a=2&x-id=GetObject"));
}

TEST(AuthenticationParameters, NameOneOfTwoAlgorithms) {
  const std::string others = Without("X-Amz-Algorithm");
  for (const char* value : {"AWS4-HMAC-SHA1", "aws4-hmac-sha256", "", "AWS4-ECDSA-P384-SHA384",
                            "AWS4-HMAC-SHA256%20", "AWS4-HMAC-SHA256%26X-Amz-Date=1"}) {
    const Refusal refusal = Algorithm(others + "&X-Amz-Algorithm=" + value);
    ASSERT_TRUE(refusal.has_value()) << value;
    EXPECT_EQ(refusal->rule, Rule::kAlgorithm) << value;
  }
  EXPECT_FALSE(Algorithm(others + "&X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256"));
  EXPECT_FALSE(Algorithm(others)) << "absence is another check's affair";
}

}  // namespace
}  // namespace countersign
