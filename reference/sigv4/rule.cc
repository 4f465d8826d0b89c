#include "sigv4/rule.h"

#include <array>
#include <cstddef>

namespace countersign {
namespace {

struct Entry {
  Rule rule;
  std::string_view id;
};

constexpr Entry kEntries[] = {
    {Rule::kExpiresAtMostAWeek, "expires/at-most-a-week"},
    {Rule::kExpiresAtLeastOne, "expires/at-least-one"},
    {Rule::kIamUserLimit, "limits/iam-user"},
    {Rule::kStsLimit, "limits/sts"},
    {Rule::kInstanceProfileLimit, "limits/instance-profile"},
    {Rule::kNotPastCredentialEnd, "limits/credential-end"},
    {Rule::kCredentialStillValid, "limits/credential-still-valid"},
    {Rule::kPresignInput, "presign/input"},
    {Rule::kTemporaryRedirect, "endpoint/temporary-redirect"},
    {Rule::kPermanentRedirect, "endpoint/permanent-redirect"},
    {Rule::kLocationConstraint, "endpoint/newer-region"},
    {Rule::kMalformedUri, "path/malformed-escape"},
    {Rule::kOneMechanismOnly, "mode/one-mechanism-only"},
    {Rule::kUnsupportedAuthorization, "mode/unsupported-authorization-type"},
    {Rule::kSigV2Unsupported, "mode/sigv2-query"},
    {Rule::kNotSigned, "mode/unsigned-request-is-refused"},
    {Rule::kAlgorithm, "algorithm/only-hmac-sha256"},
    {Rule::kSigV4AUnsupported, "sigv4a/not-for-s3-express"},
    {Rule::kAllSixRequired, "parameters/all-six-required"},
    {Rule::kGivenOnce, "parameters/given-once"},
    {Rule::kCredentialFiveParts, "credential/five-parts"},
    {Rule::kCredentialFourParts, "sigv4a/credential-without-region"},
    {Rule::kTerminator, "credential/terminator"},
    {Rule::kService, "credential/service"},
    {Rule::kScopeDateFormat, "credential/scope-date-format"},
    {Rule::kRegion, "credential/region"},
    {Rule::kDateFormat, "date/basic-format"},
    {Rule::kExpiresNumber, "expires/number"},
    {Rule::kExpiresNonNegative, "expires/non-negative"},
    {Rule::kNotYetValid, "window/not-yet-valid"},
    {Rule::kExpired, "window/expired"},
    {Rule::kScopeDateIsDatesDay, "credential/scope-date-is-dates-day"},
    {Rule::kRegionSetRequired, "region-set/required"},
    {Rule::kRegionSetMismatch, "region-set/names-the-region"},
    {Rule::kUnknownKey, "keys/unknown"},
    {Rule::kInactiveKey, "keys/inactive"},
    {Rule::kTokenMissing, "token/required"},
    {Rule::kTokenMalformed, "token/malformed"},
    {Rule::kTokenExpired, "token/expired"},
    {Rule::kHostSigned, "signed-headers/host-required"},
    {Rule::kAmzHeadersSigned, "signed-headers/amz-headers-signed"},
    {Rule::kContentMd5Signed, "signed-headers/content-md5-signed"},
    {Rule::kIfRangeSigned, "signed-headers/if-range-with-range"},
    {Rule::kSignedHeaderArrives, "signed-headers/must-arrive"},
    {Rule::kSignature, "signature/match"},
    {Rule::kObjectLambdaSignature, "services/object-lambda-signature"},
    {Rule::kExpectedOwner, "query/expected-bucket-owner"},
    {Rule::kAccessPointOrigin, "network/access-point-of-a-vpc"},
    {Rule::kSessionBucket, "services/s3-express-session-bucket"},
    {Rule::kIamOperation, "services/s3-express-iam-operations"},
    {Rule::kSessionMode, "services/s3-express-session-mode"},
    {Rule::kAccessPointScope, "services/s3-express-access-point-scope"},
    {Rule::kPolicyUnreadable, "policy/unreadable"},
    {Rule::kPolicyDenies, "policy/explicit-deny"},
    {Rule::kPolicyAllowsNothing, "policy/no-allow"},
    {Rule::kMd5Form, "body/md5-form"},
    {Rule::kOneChecksum, "body/one-checksum"},
    {Rule::kChecksumAlgorithm, "body/checksum-algorithm"},
    {Rule::kChecksumForm, "body/checksum-form"},
    {Rule::kSdkAlgorithm, "body/sdk-algorithm"},
    {Rule::kTrailer, "body/trailer"},
    {Rule::kDecodedLengthMissing, "body/decoded-length-required"},
    {Rule::kDecodedLength, "body/decoded-length"},
    {Rule::kPayload, "payload/hash-matches-body"},
    {Rule::kMd5, "body/md5"},
    {Rule::kChecksum, "body/checksum"},
};
constexpr std::size_t kCount = std::size(kEntries);

// Row i is rule i: RuleId may index.
constexpr bool RulesAreInOrder() {
  for (std::size_t i = 0; i < kCount; ++i) {
    if (kEntries[i].rule != static_cast<Rule>(i)) return false;
  }
  return kEntries[kCount - 1].rule == Rule::kChecksum;
}
static_assert(RulesAreInOrder(), "kEntries must list every Rule in the order of its declaration");

constexpr std::array<Rule, kCount> Rules() {
  std::array<Rule, kCount> rules{};
  for (std::size_t i = 0; i < kCount; ++i) rules[i] = kEntries[i].rule;
  return rules;
}
constexpr std::array<Rule, kCount> kRules = Rules();

}  // namespace

std::string_view RuleId(Rule rule) { return kEntries[static_cast<std::size_t>(rule)].id; }

std::span<const Rule> AllRules() { return kRules; }

}  // namespace countersign
