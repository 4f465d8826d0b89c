// The HTTP status and error code of each rule: the only list of them. The reference adapter and the
// S3 server answer with it.

#include "s3/error.h"

namespace countersign {
namespace {

constexpr S3Error kBadParameters{400, "AuthorizationQueryParametersError"};
constexpr S3Error kInvalidArgument{400, "InvalidArgument"};
constexpr S3Error kInvalidRequest{400, "InvalidRequest"};
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
    case Rule::kCredentialFourParts:
    case Rule::kTerminator:
    case Rule::kService:
    case Rule::kScopeDateFormat:
    case Rule::kRegion:
    case Rule::kDateFormat:
    case Rule::kExpiresNumber:
    case Rule::kExpiresNonNegative:
    case Rule::kScopeDateIsDatesDay:
    case Rule::kRegionSetRequired: return kBadParameters;
    case Rule::kSigV4AUnsupported: return {400, "UnsupportedSignature"};
    case Rule::kRegionSetMismatch: return {400, "RegionSetMismatch"};
    case Rule::kTemporaryRedirect: return {307, "TemporaryRedirect"};
    case Rule::kPermanentRedirect: return {301, "PermanentRedirect"};
    case Rule::kLocationConstraint: return {400, "IllegalLocationConstraintException"};
    case Rule::kMalformedUri: return {400, "InvalidURI"};
    case Rule::kOneMechanismOnly:
    case Rule::kUnsupportedAuthorization: return kInvalidArgument;
    case Rule::kSigV2Unsupported: return kInvalidRequest;
    case Rule::kNotSigned:
    case Rule::kNotYetValid:
    case Rule::kExpired:
    case Rule::kHostSigned:
    case Rule::kAmzHeadersSigned:
    case Rule::kContentMd5Signed:
    case Rule::kIfRangeSigned:
    case Rule::kExpectedOwner:
    case Rule::kAccessPointOrigin:
    case Rule::kSessionBucket:
    case Rule::kIamOperation:
    case Rule::kSessionMode:
    case Rule::kAccessPointScope:
    case Rule::kPolicyUnreadable:
    case Rule::kPolicyDenies:
    case Rule::kPolicyAllowsNothing: return kAccessDenied;
    case Rule::kUnknownKey:
    case Rule::kInactiveKey:
    case Rule::kTokenMissing: return kInvalidAccessKeyId;
    case Rule::kTokenMalformed: return {400, "InvalidToken"};
    case Rule::kTokenExpired: return {400, "ExpiredToken"};
    case Rule::kSignedHeaderArrives:
    case Rule::kSignature: return kSignatureDoesNotMatch;
    case Rule::kObjectLambdaSignature: return {400, "InvalidSignature"};
    case Rule::kMd5Form: return {400, "InvalidDigest"};
    case Rule::kOneChecksum:
    case Rule::kChecksumAlgorithm:
    case Rule::kChecksumForm:
    case Rule::kSdkAlgorithm: return kInvalidRequest;
    case Rule::kTrailer: return {400, "MalformedTrailerError"};
    case Rule::kDecodedLengthMissing: return {411, "MissingContentLength"};
    case Rule::kDecodedLength: return {400, "IncompleteBody"};
    case Rule::kPayload: return {400, "XAmzContentSHA256Mismatch"};
    case Rule::kMd5:
    case Rule::kChecksum: return {400, "BadDigest"};
    case Rule::kExpiresAtLeastOne:
    case Rule::kIamUserLimit:
    case Rule::kStsLimit:
    case Rule::kInstanceProfileLimit:
    case Rule::kNotPastCredentialEnd:
    case Rule::kCredentialStillValid:
    case Rule::kPresignInput: return kPresignerOnly;
  }
  return kPresignerOnly;
}

}  // namespace countersign
