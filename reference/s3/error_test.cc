#include "s3/error.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace countersign {
namespace {

// Rules that only a presigner refuses by.
constexpr Rule kPresignerOnly[] = {
    Rule::kExpiresAtLeastOne,    Rule::kIamUserLimit,         Rule::kStsLimit,
    Rule::kInstanceProfileLimit, Rule::kNotPastCredentialEnd, Rule::kCredentialStillValid,
    Rule::kPresignInput};

constexpr int kStatuses[] = {301, 307, 400, 403, 411};

bool IsPresignerOnly(Rule rule) {
  return std::count(std::begin(kPresignerOnly), std::end(kPresignerOnly), rule) > 0;
}

TEST(Error, IsThereForEveryRuleOfAVerifier) {
  for (const Rule rule : AllRules()) {
    const S3Error error = ErrorFor(rule);
    if (IsPresignerOnly(rule)) {
      EXPECT_EQ(error.status, 0) << RuleId(rule);
      EXPECT_EQ(error.code, "") << RuleId(rule);
    } else {
      EXPECT_TRUE(std::count(std::begin(kStatuses), std::end(kStatuses), error.status))
          << RuleId(rule);
      EXPECT_NE(error.code, "") << RuleId(rule);
    }
  }
}

struct Recorded {
  Rule rule;
  int status;
  std::string_view code;
};

// As recorded from S3 or pasted in public threads.
constexpr Recorded kRecorded[] = {
    {Rule::kTemporaryRedirect, 307, "TemporaryRedirect"},
    {Rule::kPermanentRedirect, 301, "PermanentRedirect"},
    {Rule::kLocationConstraint, 400, "IllegalLocationConstraintException"},
    {Rule::kOneMechanismOnly, 400, "InvalidArgument"},
    {Rule::kUnsupportedAuthorization, 400, "InvalidArgument"},
    {Rule::kSigV2Unsupported, 400, "InvalidRequest"},
    {Rule::kAllSixRequired, 400, "AuthorizationQueryParametersError"},
    {Rule::kCredentialFiveParts, 400, "AuthorizationQueryParametersError"},
    {Rule::kRegion, 400, "AuthorizationQueryParametersError"},
    {Rule::kDateFormat, 400, "AuthorizationQueryParametersError"},
    {Rule::kExpiresAtMostAWeek, 400, "AuthorizationQueryParametersError"},
    {Rule::kNotYetValid, 403, "AccessDenied"},
    {Rule::kExpired, 403, "AccessDenied"},
    {Rule::kUnknownKey, 403, "InvalidAccessKeyId"},
    {Rule::kTokenMissing, 403, "InvalidAccessKeyId"},
    {Rule::kTokenMalformed, 400, "InvalidToken"},
    {Rule::kTokenExpired, 400, "ExpiredToken"},
    {Rule::kHostSigned, 403, "AccessDenied"},
    {Rule::kAmzHeadersSigned, 403, "AccessDenied"},
    {Rule::kContentMd5Signed, 403, "AccessDenied"},
    {Rule::kSignedHeaderArrives, 403, "SignatureDoesNotMatch"},
    {Rule::kSignature, 403, "SignatureDoesNotMatch"},
    {Rule::kCredentialFourParts, 400, "AuthorizationQueryParametersError"},
    {Rule::kRegionSetRequired, 400, "AuthorizationQueryParametersError"},
    {Rule::kRegionSetMismatch, 400, "RegionSetMismatch"},
    {Rule::kMd5Form, 400, "InvalidDigest"},
    {Rule::kOneChecksum, 400, "InvalidRequest"},
    {Rule::kChecksumForm, 400, "InvalidRequest"},
    {Rule::kPayload, 400, "XAmzContentSHA256Mismatch"},
    {Rule::kMd5, 400, "BadDigest"},
    {Rule::kChecksum, 400, "BadDigest"},
};

TEST(Error, IsTheOneThatS3WasSeenToGive) {
  for (const Recorded& recorded : kRecorded) {
    EXPECT_EQ(ErrorFor(recorded.rule).status, recorded.status) << RuleId(recorded.rule);
    EXPECT_EQ(ErrorFor(recorded.rule).code, recorded.code) << RuleId(recorded.rule);
  }
}

TEST(Error, HidesWhetherAnInactiveKeyExists) {
  EXPECT_EQ(ErrorFor(Rule::kInactiveKey).status, ErrorFor(Rule::kUnknownKey).status);
  EXPECT_EQ(ErrorFor(Rule::kInactiveKey).code, ErrorFor(Rule::kUnknownKey).code);
}

}  // namespace
}  // namespace countersign
