// Authorisation: whether the policies allow what an authenticated request does. It describes the
// request in the terms of policies, and policy/evaluation.cc decides. Step "authorization" of
// verify.cc.

#include "s3/authorization.h"

#include <chrono>

#include "policy/arn.h"
#include "policy/evaluation.h"
#include "s3/action.h"
#include "s3/object_address.h"
#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"
#include "sigv4/payload.h"
#include "sigv4/service.h"

namespace countersign {
namespace {

constexpr std::string_view kContentHashHeader = "x-amz-content-sha256";

const char* Truth(bool value) { return value ? "true" : "false"; }

void AddIfKnown(ConditionKey key, const std::optional<std::string>& value, RequestContext& out) {
  if (value) out.Add(key, *value);
}

void AddOrigin(const Access& access, RequestContext& out) {
  //= network/source-ip
  //= network/no-source-ip-behind-an-endpoint
  if (!access.origin.source_vpce) {
    AddIfKnown(ConditionKey::kSourceIp, access.origin.source_ip, out);
  }
  //= network/vpc-source-ip
  if (access.origin.source_vpce) {
    AddIfKnown(ConditionKey::kVpcSourceIp, access.origin.source_ip, out);
  }
  //= network/source-vpc
  AddIfKnown(ConditionKey::kSourceVpc, access.origin.source_vpc, out);
  //= network/source-vpce
  AddIfKnown(ConditionKey::kSourceVpce, access.origin.source_vpce, out);
  //= network/via-aws-service
  out.Add(ConditionKey::kViaAwsService, Truth(access.origin.via_aws_service));
  //= network/secure-transport
  out.Add(ConditionKey::kSecureTransport, Truth(access.request.scheme == "https"));
}

void AddSignature(const Access& access, RequestContext& out) {
  // Negative before the date of a URL that is dated ahead.
  //= policy/signature-age
  //= policy/signature-age-of-a-date-ahead
  const std::chrono::milliseconds age = access.now - access.signed_at;
  out.Add(ConditionKey::kSignatureAge, std::to_string(age.count()));
  //= policy/auth-type
  out.Add(ConditionKey::kAuthType, "REST-QUERY-STRING");
  //= policy/signature-version
  out.Add(ConditionKey::kSignatureVersion, "AWS4-HMAC-SHA256");
  // A query parameter of that name does not count for this key.
  //= policy/content-sha256
  const HeaderField* hash = FindHeader(access.request.headers, kContentHashHeader);
  out.Add(ConditionKey::kContentSha256,
          hash == nullptr ? std::string(kUnsignedPayload) : hash->value);
}

void AddPrincipalAndTime(const Access& access, RequestContext& out) {
  //= policy/principal-arn
  if (access.signer.arn) out.Add(ConditionKey::kPrincipalArn, RoleOf(*access.signer.arn));
  //= policy/current-time
  out.Add(ConditionKey::kCurrentTime, FormatRfc3339(access.now));
  out.Add(ConditionKey::kEpochTime, std::to_string(access.now.time_since_epoch().count()));
}

// OwnerOf returns the account that owns the bucket: the principal's, if nothing else is known;
// empty if that is not known either.
std::string OwnerOf(const Access& access) {
  if (access.owner != nullptr && access.owner->account) return *access.owner->account;
  return access.signer.arn ? std::string(ArnPart(*access.signer.arn, 4)) : std::string();
}

Refusal CheckExpectedOwner(const Access& access) {
  constexpr std::string_view kName = "x-amz-expected-bucket-owner";
  const std::string owner = OwnerOf(access);
  if (owner.empty() || !IsS3Service(access.service)) return std::nullopt;
  const std::optional<std::string> expected =
      SignedValue(kName, access.request.headers, access.query);
  //= query/expected-bucket-owner
  if (!expected || *expected == owner) return std::nullopt;
  return Rejection{Rule::kExpectedOwner,
                   "Access Denied: the bucket does not belong to the account that " +
                       std::string(kName) + " names"};
}

void AddOrganizations(const Access& access, RequestContext& out) {
  for (const PrincipalTag& tag : access.signer.tags) out.AddTag(tag.name, tag.value);
  //= policy/principal-org-id
  AddIfKnown(ConditionKey::kPrincipalOrgId, access.signer.organization, out);
  //= policy/token-issue-time
  if (access.signer.issued_at) {
    out.Add(ConditionKey::kTokenIssueTime, FormatRfc3339(*access.signer.issued_at));
  }
  if (access.owner == nullptr) return;
  //= policy/resource-account
  AddIfKnown(ConditionKey::kResourceAccount, access.owner->account, out);
  //= policy/resource-org-id
  AddIfKnown(ConditionKey::kResourceOrgId, access.owner->organization, out);
}

Accounts AccountsOf(const Access& access) {
  if (access.owner == nullptr || !access.owner->account || !access.signer.arn) {
    return Accounts::kSame;
  }
  const std::string_view account = ArnPart(*access.signer.arn, 4);
  return account.empty() || account == *access.owner->account ? Accounts::kSame
                                                              : Accounts::kDifferent;
}

PoliciesInForce PoliciesOf(const Access& access) {
  PoliciesInForce policies;
  if (access.signer.policy) policies.identity = &*access.signer.policy;
  policies.bucket = access.bucket_policy;
  if (access.origin.endpoint_policy) policies.endpoint = &*access.origin.endpoint_policy;
  policies.service_control = access.signer.service_control_policies;
  if (access.owner != nullptr) policies.resource_control = access.owner->resource_control_policies;
  policies.accounts = AccountsOf(access);
  return policies;
}

bool AllowsEverything(const PoliciesInForce& policies) {
  return policies.identity == nullptr && policies.bucket == nullptr &&
         policies.endpoint == nullptr && policies.service_control.empty() &&
         policies.resource_control.empty() && policies.accounts == Accounts::kSame;
}

Rule RuleOf(Decision decision) {
  switch (decision) {
    case Decision::kExplicitlyDenied: return Rule::kPolicyDenies;
    case Decision::kUnreadable: return Rule::kPolicyUnreadable;
    default: return Rule::kPolicyAllowsNothing;
  }
}

}  // namespace

AccessRequest DescribeAccess(const Access& access) {
  const HeaderField* host = FindHeader(access.request.headers, "host");
  const ObjectAddress address =
      FindObject(access.raw_path, host == nullptr ? std::string_view() : host->value,
                 access.server_hosts, access.bucket);
  AccessRequest described;
  described.action = ActionOf(access.request.method, address, access.query);
  described.resource = ArnOf(address, access.bucket_region);
  described.principal_arn = access.signer.arn.value_or("");
  AddOrigin(access, described.context);
  AddSignature(access, described.context);
  AddPrincipalAndTime(access, described.context);
  AddOrganizations(access, described.context);
  return described;
}

Refusal CheckAuthorization(const Access& access) {
  if (Refusal refusal = CheckExpectedOwner(access)) return refusal;
  const PoliciesInForce policies = PoliciesOf(access);
  if (AllowsEverything(policies)) return std::nullopt;
  // Actions and resources of other services are not known here.
  if (!IsS3Service(access.service)) {
    return Rejection{Rule::kPolicyAllowsNothing,
                     "Access Denied: policies are supported for S3 only"};
  }
  //= policy/judged-at-use
  const Ruling ruling = Evaluate(policies, DescribeAccess(access));
  if (ruling.decision == Decision::kAllowed) return std::nullopt;
  return Rejection{RuleOf(ruling.decision), "Access Denied: " + ruling.because};
}

}  // namespace countersign
