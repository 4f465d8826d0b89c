#include "s3/credential_limits.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

TEST(CredentialLimits, AreThoseOfTheUserGuide) {
  EXPECT_EQ(LimitFor(CredentialKind::kRoot).seconds, 604800);            // 7 days
  EXPECT_EQ(LimitFor(CredentialKind::kIamUser).seconds, 604800);         // 7 days
  EXPECT_EQ(LimitFor(CredentialKind::kSts).seconds, 129600);             // 36 hours
  EXPECT_EQ(LimitFor(CredentialKind::kInstanceProfile).seconds, 21600);  // 6 hours
}

TEST(CredentialLimits, NameTheirRule) {
  EXPECT_EQ(LimitFor(CredentialKind::kRoot).rule, Rule::kIamUserLimit);
  EXPECT_EQ(LimitFor(CredentialKind::kSts).rule, Rule::kStsLimit);
  EXPECT_EQ(LimitFor(CredentialKind::kInstanceProfile).rule, Rule::kInstanceProfileLimit);
}

}  // namespace
}  // namespace countersign
