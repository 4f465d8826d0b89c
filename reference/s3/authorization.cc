// Authorisation: whether the policies allow what an authenticated request does. It describes the
// request in the terms of policies, and policy/evaluation.cc decides. Step "authorization" of
// verify.cc.

#include "s3/authorization.h"

#include <chrono>
#include <utility>
#include <vector>

#include "policy/arn.h"
#include "policy/evaluation.h"
#include "s3/access_point_scope.h"
#include "s3/action.h"
#include "s3/express_session.h"
#include "s3/header_permission.h"
#include "s3/object_address.h"
#include "s3/resource.h"
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

void AddAccessPoint(const Access& access, RequestContext& out) {
  if (access.access_point == nullptr) return;
  const AccessPoint& point = *access.access_point;
  //= policy/data-access-point
  out.Add(ConditionKey::kDataAccessPointArn, point.arn);
  out.Add(ConditionKey::kDataAccessPointAccount, std::string(ArnPart(point.arn, 4)));
  out.Add(ConditionKey::kAccessPointNetworkOrigin, point.vpc ? "VPC" : "Internet");
  if (!point.scope) return;
  //= policy/scope-permissions
  for (const std::string& permission : point.scope->permissions) {
    out.Add(ConditionKey::kPermissions, permission);
  }
}

// An access point for a VPC takes requests from there alone, whatever its policy says.
Refusal CheckNetworkOrigin(const Access& access) {
  //= network/access-point-of-a-vpc
  if (access.access_point == nullptr || !access.access_point->vpc ||
      access.access_point->vpc == access.origin.source_vpc) {
    return std::nullopt;
  }
  return Rejection{Rule::kAccessPointOrigin,
                   "Access Denied: the access point takes requests from its VPC only"};
}

std::string_view HostOf(const Access& access) {
  const HeaderField* host = FindHeader(access.request.headers, "host");
  return host == nullptr ? std::string_view() : std::string_view(host->value);
}

ObjectAddress AddressOf(const Access& access) {
  return FindObject(access.raw_path, HostOf(access), access.server_hosts, access.bucket);
}

AccessRequest Describe(const Access& access, std::string_view service, std::string action,
                       std::string resource) {
  AccessRequest described;
  described.action = std::move(action);
  described.resource = std::move(resource);
  described.principal_arn = access.signer.arn.value_or("");
  described.context.SetService(service);
  AddOrigin(access, described.context);
  AddSignature(access, described.context);
  AddPrincipalAndTime(access, described.context);
  AddOrganizations(access, described.context);
  AddAccessPoint(access, described.context);
  return described;
}

AccessRequest Describe(const Access& access, std::string resource) {
  return Describe(access, access.service,
                  ServiceActionOf(access.service, HostOf(access), access.request.method,
                                  AddressOf(access), access.query),
                  std::move(resource));
}

// The modes of a session that would allow the request: a request without a mode may have either,
// as far as it only reads. Empty: the service has no sessions.
std::vector<std::string> SessionModes(const Access& access) {
  if (access.service != "s3express") return {};
  //= services/s3-express-create-session
  const auto asked = SignedValue("x-amz-create-session-mode", access.request.headers, access.query);
  if (asked) return {*asked};
  if (access.request.method != "GET" && access.request.method != "HEAD") return {"ReadWrite"};
  return {"ReadWrite", "ReadOnly"};
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

PoliciesInForce PoliciesAt(const AccessPoint& access_point, const Access& access) {
  PoliciesInForce policies = PoliciesOf(access);
  policies.bucket = access_point.policy ? &*access_point.policy : nullptr;
  policies.resource = "access point";
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

// A session is made at the host of a directory bucket or of its access point, and is for that.
//= services/s3-express-access-point
std::string_view SessionPlace(const Access& access) {
  return access.access_point == nullptr ? access.bucket : AccessPointName(access.access_point->arn);
}

Refusal Judge(const PoliciesInForce& policies, const AccessRequest& request) {
  if (AllowsEverything(policies)) return std::nullopt;
  //= policy/judged-at-use
  const Ruling ruling = Evaluate(policies, request);
  if (ruling.decision == Decision::kAllowed) return std::nullopt;
  return Rejection{RuleOf(ruling.decision), "Access Denied: " + ruling.because};
}

// JudgeModes allows a request if one of the modes of a session does. Empty: there are no sessions.
Refusal JudgeModes(const PoliciesInForce& policies, const AccessRequest& request,
                   std::span<const std::string> modes) {
  if (modes.empty()) return Judge(policies, request);
  Refusal refusal;
  for (const std::string& mode : modes) {
    AccessRequest with_mode = request;
    with_mode.context.Add(ConditionKey::kSessionMode, mode);
    refusal = Judge(policies, with_mode);
    if (!refusal) return std::nullopt;
  }
  return refusal;
}

// JudgeAll asks about the operation, then about what its headers do to the same object.
Refusal JudgeAll(const PoliciesInForce& policies, const Access& access, AccessRequest request) {
  if (AllowsEverything(policies)) return std::nullopt;
  if (Refusal refusal = JudgeModes(policies, request, SessionModes(access))) return refusal;
  for (std::string& action :
       ActionsOfHeaders(access.service, access.request, AddressOf(access), access.query)) {
    request.action = std::move(action);
    if (Refusal refusal = Judge(policies, request)) return refusal;
  }
  return std::nullopt;
}

// SourcePolicies are those of the bucket if the source lies in it. Of another bucket nothing is
// known: it has no policy and belongs to the principal's account.
PoliciesInForce SourcePolicies(const Access& access, const CopySource& source) {
  PoliciesInForce policies = PoliciesOf(access);
  if (source.address.bucket == access.bucket) return policies;
  policies.bucket = nullptr;
  policies.resource_control = {};
  policies.accounts = Accounts::kSame;
  return policies;
}

// What a copy reads must be allowed like a GET of it.
Refusal JudgeSource(const Access& access) {
  const auto source = CopySourceOf(access.service, access.request, AddressOf(access), access.query);
  if (!source) return std::nullopt;
  const std::string owner = OwnerOf(access);
  const AccessRequest read = Describe(
      access, source->service, source->action,
      source->arn.empty() ? BucketResource(source->address, {source->service, access.bucket_region,
                                                             owner, access.access_point})
                          : source->arn);
  static const std::vector<std::string> kModes = {"ReadWrite", "ReadOnly"};
  return JudgeModes(SourcePolicies(access, *source), read,
                    source->service == "s3express" ? std::span<const std::string>(kModes)
                                                   : std::span<const std::string>());
}

}  // namespace

AccessRequest DescribeAccess(const Access& access) {
  const std::string owner = OwnerOf(access);
  return Describe(access, BucketResource(AddressOf(access), {access.service, access.bucket_region,
                                                             owner, access.access_point}));
}

AccessRequest DescribeThrough(const Access& access, const AccessPoint& access_point) {
  return Describe(access, AccessPointResource(AddressOf(access), access.service, access_point));
}

Refusal CheckAuthorization(const Access& access) {
  if (Refusal refusal = CheckExpectedOwner(access)) return refusal;
  if (Refusal refusal = CheckNetworkOrigin(access)) return refusal;
  if (access.access_point != nullptr) {
    if (Refusal refusal = CheckAccessPointScope(*access.access_point, access.request.method,
                                                AddressOf(access), access.query)) {
      return refusal;
    }
  }
  if (access.signer.session) {
    return CheckSession(*access.signer.session, SessionPlace(access), access.request,
                        AddressOf(access), access.query);
  }
  if (!IsS3Service(access.service)) {
    // Actions and resources of other services are not known here.
    if (AllowsEverything(PoliciesOf(access))) return std::nullopt;
    return Rejection{Rule::kPolicyAllowsNothing,
                     "Access Denied: policies are supported for S3 only"};
  }
  // The same by whatever name the request called the access point: its host or its alias.
  //= services/access-point-alias
  //= policy/access-point-and-bucket
  if (access.access_point != nullptr) {
    const AccessPoint& point = *access.access_point;
    if (Refusal refusal =
            JudgeAll(PoliciesAt(point, access), access, DescribeThrough(access, point))) {
      return refusal;
    }
    // The function behind an access point of Object Lambda asks for the object by a request of its
    // own.
    if (access.service == "s3-object-lambda") return std::nullopt;
  }
  if (Refusal refusal = JudgeAll(PoliciesOf(access), access, DescribeAccess(access))) {
    return refusal;
  }
  return JudgeSource(access);
}

}  // namespace countersign
