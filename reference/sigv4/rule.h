#pragma once

#include <span>
#include <string_view>

namespace countersign {

// Rule is one reason to refuse. Each has an id in vectors/rules.json, where its source is.
enum class Rule {
  // Both directions.
  kExpiresAtMostAWeek,
  // Presigning.
  kExpiresAtLeastOne,
  kIamUserLimit,
  kStsLimit,
  kInstanceProfileLimit,
  kNotPastCredentialEnd,
  kCredentialStillValid,
  kPresignInput,
  // Verifying, in the order of checks.
  kTemporaryRedirect,
  kPermanentRedirect,
  kLocationConstraint,
  kMalformedUri,
  kOneMechanismOnly,
  kUnsupportedAuthorization,
  kSigV2Unsupported,
  kNotSigned,
  kAlgorithm,
  kSigV4AUnsupported,
  kAllSixRequired,
  kGivenOnce,
  kCredentialFiveParts,
  kCredentialFourParts,
  kTerminator,
  kService,
  kScopeDateFormat,
  kRegion,
  kDateFormat,
  kExpiresNumber,
  kExpiresNonNegative,
  kNotYetValid,
  kExpired,
  kScopeDateIsDatesDay,
  kRegionSetRequired,
  kRegionSetMismatch,
  kUnknownKey,
  kInactiveKey,
  kTokenMissing,
  kTokenMalformed,
  kTokenExpired,
  kHostSigned,
  kAmzHeadersSigned,
  kContentMd5Signed,
  kIfRangeSigned,
  kSignedHeaderArrives,
  kSignature,
  kObjectLambdaSignature,
  kExpectedOwner,
  kAccessPointOrigin,
  kSessionBucket,
  kIamOperation,
  kSessionMode,
  kAccessPointScope,
  kPolicyUnreadable,
  kPolicyDenies,
  kPolicyAllowsNothing,
  kMd5Form,
  kOneChecksum,
  kChecksumAlgorithm,
  kChecksumForm,
  kSdkAlgorithm,
  kTrailer,
  kDecodedLengthMissing,
  kDecodedLength,
  kPayload,
  kMd5,
  kChecksum,
};

// RuleId is the id in vectors/rules.json, such as "expires/at-most-a-week".
std::string_view RuleId(Rule rule);

// AllRules lists every rule once, in the order above.
std::span<const Rule> AllRules();

}  // namespace countersign
