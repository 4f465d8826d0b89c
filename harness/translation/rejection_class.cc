#include "translation/rejection_class.h"

namespace countersign {

std::string_view RejectionClassOf(Rule rule) {
  switch (rule) {
    case Rule::kExpiresAtMostAWeek: return "expires-too-long";
    case Rule::kExpiresAtLeastOne: return "expires-too-short";
    case Rule::kIamUserLimit: return "expires-beyond-credential";
    case Rule::kStsLimit: return "expires-beyond-credential";
    case Rule::kInstanceProfileLimit: return "expires-beyond-credential";
    case Rule::kNotPastCredentialEnd: return "expires-beyond-credential";
    case Rule::kCredentialStillValid: return "credential-expired";
    case Rule::kPresignInput: return "bad-input";
    case Rule::kTemporaryRedirect: return "wrong-endpoint";
    case Rule::kPermanentRedirect: return "wrong-endpoint";
    case Rule::kLocationConstraint: return "wrong-endpoint";
    case Rule::kMalformedUri: return "malformed-uri";
    case Rule::kOneMechanismOnly: return "multiple-auth";
    case Rule::kUnsupportedAuthorization: return "unsupported-auth";
    case Rule::kSigV2Unsupported: return "unsupported-auth";
    case Rule::kNotSigned: return "not-signed";
    case Rule::kAlgorithm: return "bad-algorithm";
    case Rule::kSigV4AUnsupported: return "bad-algorithm";
    case Rule::kAllSixRequired: return "missing-parameter";
    case Rule::kGivenOnce: return "duplicate-parameter";
    case Rule::kCredentialFiveParts: return "bad-credential";
    case Rule::kCredentialFourParts: return "bad-credential";
    case Rule::kTerminator: return "wrong-terminator";
    case Rule::kService: return "wrong-service";
    case Rule::kScopeDateFormat: return "bad-scope-date";
    case Rule::kRegion: return "wrong-region";
    case Rule::kDateFormat: return "bad-date";
    case Rule::kExpiresNumber: return "bad-expires";
    case Rule::kExpiresNonNegative: return "expires-negative";
    case Rule::kScopeDateIsDatesDay: return "scope-date-mismatch";
    case Rule::kNotYetValid: return "not-yet-valid";
    case Rule::kExpired: return "expired";
    case Rule::kRegionSetRequired: return "missing-parameter";
    case Rule::kRegionSetMismatch: return "wrong-region";
    case Rule::kUnknownKey: return "unknown-key";
    case Rule::kInactiveKey: return "inactive-key";
    case Rule::kTokenMissing: return "unknown-key";
    case Rule::kTokenMalformed: return "bad-token";
    case Rule::kTokenExpired: return "expired-token";
    case Rule::kHostSigned: return "unsigned-header";
    case Rule::kAmzHeadersSigned: return "unsigned-header";
    case Rule::kContentMd5Signed: return "unsigned-header";
    case Rule::kIfRangeSigned: return "unsigned-header";
    case Rule::kSignedHeaderArrives: return "signed-header-missing";
    case Rule::kSignature: return "signature-mismatch";
    case Rule::kObjectLambdaSignature: return "signature-mismatch";
    case Rule::kExpectedOwner: return "access-denied";
    case Rule::kAccessPointOrigin: return "access-denied";
    case Rule::kSessionBucket: return "access-denied";
    case Rule::kIamOperation: return "access-denied";
    case Rule::kSessionMode: return "access-denied";
    case Rule::kAccessPointScope: return "access-denied";
    case Rule::kPolicyUnreadable: return "access-denied";
    case Rule::kPolicyDenies: return "access-denied";
    case Rule::kPolicyAllowsNothing: return "access-denied";
    case Rule::kMd5Form: return "invalid-digest";
    case Rule::kOneChecksum: return "invalid-digest";
    case Rule::kChecksumAlgorithm: return "invalid-digest";
    case Rule::kChecksumForm: return "invalid-digest";
    case Rule::kSdkAlgorithm: return "invalid-digest";
    case Rule::kTrailer: return "invalid-digest";
    case Rule::kDecodedLengthMissing: return "payload-mismatch";
    case Rule::kDecodedLength: return "payload-mismatch";
    case Rule::kPayload: return "payload-mismatch";
    case Rule::kMd5: return "bad-digest";
    case Rule::kChecksum: return "bad-digest";
  }
  return {};
}

}  // namespace countersign
