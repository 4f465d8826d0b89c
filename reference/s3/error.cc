#include "s3/error.h"

namespace countersign {
namespace {

constexpr S3Error kBadParameters{400, "AuthorizationQueryParametersError"};
constexpr S3Error kInvalidArgument{400, "InvalidArgument"};
constexpr S3Error kAccessDenied{403, "AccessDenied"};
constexpr S3Error kInvalidAccessKeyId{403, "InvalidAccessKeyId"};
constexpr S3Error kSignatureDoesNotMatch{403, "SignatureDoesNotMatch"};
constexpr S3Error kPresignerOnly{0, {}};

}  // namespace

S3Error ErrorFor(Rule rule) {
  switch (rule) {
    case Rule::kExpiresAtMostAWeek:
    case Rule::kAlgorithm:
    case Rule::kAllSixRequired:
    case Rule::kGivenOnce:
    case Rule::kCredentialFiveParts:
    case Rule::kTerminator:
    case Rule::kService:
    case Rule::kScopeDateFormat:
    case Rule::kRegion:
    case Rule::kDateFormat:
    case Rule::kExpiresNumber:
    case Rule::kExpiresNonNegative:
    case Rule::kScopeDateIsDatesDay:
      return kBadParameters;
    case Rule::kTemporaryRedirect:
      return {307, "TemporaryRedirect"};
    case Rule::kPermanentRedirect:
      return {301, "PermanentRedirect"};
    case Rule::kLocationConstraint:
      return {400, "IllegalLocationConstraintException"};
    case Rule::kMalformedUri:
      return {400, "InvalidURI"};
    case Rule::kOneMechanismOnly:
    case Rule::kUnsupportedAuthorization:
      return kInvalidArgument;
    case Rule::kSigV2Unsupported:
      return {400, "InvalidRequest"};
    case Rule::kNotSigned:
    case Rule::kNotYetValid:
    case Rule::kExpired:
    case Rule::kHostSigned:
    case Rule::kAmzHeadersSigned:
    case Rule::kPolicyUnreadable:
    case Rule::kPolicyDenies:
    case Rule::kPolicyAllowsNothing:
      return kAccessDenied;
    case Rule::kUnknownKey:
    case Rule::kInactiveKey:
    case Rule::kTokenMissing:
      return kInvalidAccessKeyId;
    case Rule::kTokenMalformed:
      return {400, "InvalidToken"};
    case Rule::kTokenExpired:
      return {400, "ExpiredToken"};
    case Rule::kSignedHeaderArrives:
    case Rule::kSignature:
      return kSignatureDoesNotMatch;
    case Rule::kPayload:
      return {400, "XAmzContentSHA256Mismatch"};
    case Rule::kExpiresAtLeastOne:
    case Rule::kIamUserLimit:
    case Rule::kStsLimit:
    case Rule::kInstanceProfileLimit:
    case Rule::kNotPastCredentialEnd:
    case Rule::kCredentialStillValid:
    case Rule::kPresignInput:
      return kPresignerOnly;
  }
  return kPresignerOnly;
}

std::string_view RejectionClass(Rule rule) {
  switch (rule) {
    case Rule::kExpiresAtMostAWeek:
      return "expires-too-long";
    case Rule::kExpiresAtLeastOne:
      return "expires-too-short";
    case Rule::kIamUserLimit:
      return "expires-beyond-credential";
    case Rule::kStsLimit:
      return "expires-beyond-credential";
    case Rule::kInstanceProfileLimit:
      return "expires-beyond-credential";
    case Rule::kNotPastCredentialEnd:
      return "expires-beyond-credential";
    case Rule::kCredentialStillValid:
      return "credential-expired";
    case Rule::kPresignInput:
      return "bad-input";
    case Rule::kTemporaryRedirect:
      return "wrong-endpoint";
    case Rule::kPermanentRedirect:
      return "wrong-endpoint";
    case Rule::kLocationConstraint:
      return "wrong-endpoint";
    case Rule::kMalformedUri:
      return "malformed-uri";
    case Rule::kOneMechanismOnly:
      return "multiple-auth";
    case Rule::kUnsupportedAuthorization:
      return "unsupported-auth";
    case Rule::kSigV2Unsupported:
      return "unsupported-auth";
    case Rule::kNotSigned:
      return "not-signed";
    case Rule::kAlgorithm:
      return "bad-algorithm";
    case Rule::kAllSixRequired:
      return "missing-parameter";
    case Rule::kGivenOnce:
      return "duplicate-parameter";
    case Rule::kCredentialFiveParts:
      return "bad-credential";
    case Rule::kTerminator:
      return "wrong-terminator";
    case Rule::kService:
      return "wrong-service";
    case Rule::kScopeDateFormat:
      return "bad-scope-date";
    case Rule::kRegion:
      return "wrong-region";
    case Rule::kDateFormat:
      return "bad-date";
    case Rule::kExpiresNumber:
      return "bad-expires";
    case Rule::kExpiresNonNegative:
      return "expires-negative";
    case Rule::kScopeDateIsDatesDay:
      return "scope-date-mismatch";
    case Rule::kNotYetValid:
      return "not-yet-valid";
    case Rule::kExpired:
      return "expired";
    case Rule::kUnknownKey:
      return "unknown-key";
    case Rule::kInactiveKey:
      return "inactive-key";
    case Rule::kTokenMissing:
      return "unknown-key";
    case Rule::kTokenMalformed:
      return "bad-token";
    case Rule::kTokenExpired:
      return "expired-token";
    case Rule::kHostSigned:
      return "unsigned-header";
    case Rule::kAmzHeadersSigned:
      return "unsigned-header";
    case Rule::kSignedHeaderArrives:
      return "signed-header-missing";
    case Rule::kSignature:
      return "signature-mismatch";
    case Rule::kPolicyUnreadable:
      return "access-denied";
    case Rule::kPolicyDenies:
      return "access-denied";
    case Rule::kPolicyAllowsNothing:
      return "access-denied";
    case Rule::kPayload:
      return "payload-mismatch";
  }
  return {};
}

}  // namespace countersign
