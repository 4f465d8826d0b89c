#include "access_key.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace countersign {
namespace {

constexpr Timestamp kEnd{std::chrono::seconds(1000)};

Credentials Permanent() {
  Credentials credentials;
  credentials.access_key_id = "AKID";
  credentials.secret_access_key = "secret";
  return credentials;
}

Credentials Temporary() {
  Credentials credentials = Permanent();
  credentials.session_token = "to/ken+";
  credentials.kind = CredentialKind::kSts;
  credentials.expires_at = kEnd;
  return credentials;
}

std::optional<Rule> RefusingToken(const Credentials& credentials, std::string_view raw_query,
                                  std::string_view service = "s3",
                                  Timestamp now = kEnd - std::chrono::seconds(1)) {
  const QueryString query = ParseQueryString(raw_query);
  const Refusal refusal =
      CheckToken(credentials, service, FindAuthenticationParameters(query), now);
  if (!refusal) return std::nullopt;
  return refusal->rule;
}

TEST(AccessKey, IsFoundByItsExactId) {
  const std::vector<Credentials> known = {Permanent()};
  ASSERT_TRUE(FindCredentials("AKID", known).ok());
  EXPECT_EQ(FindCredentials("AKID", known).value(), &known[0]);
  for (const char* id : {"", "akid", "AKI", "AKID "}) {
    ASSERT_FALSE(FindCredentials(id, known).ok()) << id;
    EXPECT_EQ(FindCredentials(id, known).rejection().rule, Rule::kUnknownKey) << id;
  }
}

TEST(AccessKey, IsRefusedWhenInactive) {
  std::vector<Credentials> known = {Permanent()};
  known[0].status = CredentialStatus::kInactive;
  ASSERT_FALSE(FindCredentials("AKID", known).ok());
  EXPECT_EQ(FindCredentials("AKID", known).rejection().rule, Rule::kInactiveKey);
}

TEST(SessionToken, IsNeededByATemporaryKeyOnly) {
  EXPECT_EQ(RefusingToken(Permanent(), ""), std::nullopt);
  EXPECT_EQ(RefusingToken(Temporary(), "X-Amz-Security-Token=to%2Fken%2B"), std::nullopt);
  EXPECT_EQ(RefusingToken(Temporary(), ""), Rule::kTokenMissing);
}

TEST(SessionToken, MustBeTheKeysOwn) {
  EXPECT_EQ(RefusingToken(Temporary(), "X-Amz-Security-Token=other"), Rule::kTokenMalformed);
  EXPECT_EQ(RefusingToken(Temporary(), "X-Amz-Security-Token=to/ken+"), Rule::kTokenMalformed)
      << "a raw plus is a space";
  EXPECT_EQ(RefusingToken(Temporary(), "X-Amz-Security-Token="), Rule::kTokenMalformed);
  EXPECT_EQ(RefusingToken(Permanent(), "X-Amz-Security-Token=to%2Fken%2B"), Rule::kTokenMalformed);
  EXPECT_EQ(RefusingToken(Permanent(), "X-Amz-Security-Token="), Rule::kTokenMalformed);
}

TEST(SessionToken, StandsInTheParameterOfItsIssuer) {
  const std::string plain = "X-Amz-Security-Token=to%2Fken%2B";
  const std::string express = "X-Amz-S3session-Token=to%2Fken%2B";
  Credentials session = Temporary();
  session.session = BucketSession{"b--usw2-az1--x-s3"};
  EXPECT_EQ(RefusingToken(session, express, "s3express"), std::nullopt);
  EXPECT_EQ(RefusingToken(session, plain, "s3express"), Rule::kTokenMissing);
  EXPECT_EQ(RefusingToken(session, express, "s3"), Rule::kUnknownKey);
  for (const char* service : {"s3", "s3express"}) {
    EXPECT_EQ(RefusingToken(Temporary(), plain, service), std::nullopt);
    EXPECT_EQ(RefusingToken(Temporary(), express, service), Rule::kTokenMissing);
    EXPECT_EQ(RefusingToken(Temporary(), plain + "&" + express, service), Rule::kTokenMalformed);
  }
}

TEST(SessionToken, EndsAtTheSecondItSays) {
  const std::string token = "X-Amz-Security-Token=to%2Fken%2B";
  EXPECT_EQ(RefusingToken(Temporary(), token, "s3", kEnd - std::chrono::seconds(1)), std::nullopt);
  EXPECT_EQ(RefusingToken(Temporary(), token, "s3", kEnd), Rule::kTokenExpired);
}

}  // namespace
}  // namespace countersign
