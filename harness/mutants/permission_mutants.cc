// Mutants of the permissions that headers need: verifiers that ask about the operation alone, and
// not about the ACL, the tags and the lock that an upload sets, or the source that a copy reads.
// Listed by catalogue.h.
#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

#include "mutants/catalogue.h"
#include "mutants/policy_input.h"
#include "mutants/steps.h"
#include "sigv4/header_name.h"

namespace countersign {
namespace {

using Beginnings = std::initializer_list<std::string_view>;

bool BeginsWithOneOf(std::string_view name, Beginnings beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [name](std::string_view one) { return name.starts_with(one); });
}

// Authorizes as if the request did not have these headers.
Refusal WithoutHeadersLike(VerifyState& v, Beginnings beginnings) {
  return AuthorizeWith(v, [&](PolicyInput& input) {
    std::erase_if(input.request.headers, [&](const HeaderField& header) {
      return BeginsWithOneOf(LowerCase(header.name), beginnings);
    });
  });
}

// Authorizes with another source, if the request has one.
template <typename Change>
Refusal WithCopySource(VerifyState& v, Change change) {
  return AuthorizeWith(v, [&](PolicyInput& input) {
    HeaderField* source = FindHeader(input.request.headers, "x-amz-copy-source");
    if (source != nullptr) change(source->value);
  });
}

Refusal AclNeedsNothing(VerifyState& v) {
  return WithoutHeadersLike(v, {"x-amz-acl", "x-amz-grant-"});
}

Refusal GrantsNeedNothing(VerifyState& v) { return WithoutHeadersLike(v, {"x-amz-grant-"}); }

Refusal TagsNeedNothing(VerifyState& v) { return WithoutHeadersLike(v, {"x-amz-tagging"}); }

Refusal LocksNeedNothing(VerifyState& v) {
  return WithoutHeadersLike(v, {"x-amz-object-lock-", "x-amz-bucket-object-lock-"});
}

Refusal BypassNeedsNothing(VerifyState& v) {
  return WithoutHeadersLike(v, {"x-amz-bypass-governance-retention"});
}

Refusal OwnershipNeedsNothing(VerifyState& v) {
  return WithoutHeadersLike(v, {"x-amz-object-ownership"});
}

Refusal QueryNeedsNothing(VerifyState& v) {
  return AuthorizeWith(v, [](PolicyInput& input) {
    std::erase_if(input.query.parameters, [](const QueryParameter& parameter) {
      return parameter.raw_name.starts_with("x-amz-");
    });
  });
}

Refusal SourceNotAsked(VerifyState& v) { return WithoutHeadersLike(v, {"x-amz-copy-source"}); }

Refusal SourceOfAPartNotAsked(VerifyState& v) {
  if (FindParameter(v.query, "partNumber") != nullptr) return SourceNotAsked(v);
  return RunReferenceStep(StepId::kAuthorization, v);
}

Refusal SourceVersionIsTheNewest(VerifyState& v) {
  return WithCopySource(
      v, [](std::string& source) { source.resize(std::min(source.find('?'), source.size())); });
}

Refusal SourceOfOtherBucketsNotAsked(VerifyState& v) {
  const HeaderField* source = FindHeader(v.request.headers, "x-amz-copy-source");
  const std::string own = v.context.bucket + "/";
  if (source != nullptr && source->value.find(own) == std::string::npos) return SourceNotAsked(v);
  return RunReferenceStep(StepId::kAuthorization, v);
}

Refusal SourceAsItTravels(VerifyState& v) {
  return WithCopySource(v, [](std::string& source) {
    for (std::size_t at = source.find('%'); at != std::string::npos;
         at = source.find('%', at + 1)) {
      source.replace(at, 1, "%25");
    }
  });
}

Refusal SourcesBucketPolicyNotAsked(VerifyState& v) {
  const Refusal whole = RunReferenceStep(StepId::kAuthorization, v);
  if (!whole || FindHeader(v.request.headers, "x-amz-copy-source") == nullptr) return whole;
  if (const Refusal destination = SourceNotAsked(v)) return destination;
  return AuthorizeWith(v, [](PolicyInput& input) { input.bucket_policy.reset(); });
}

constexpr Mutant kHeaderPermissions[] = {
    {.name = "policy-acl-needs-nothing",
     .mistake = "Lets everybody who may upload an object make it public with the same request.",
     .rules = {"policy/action-of-a-header"},
     .verify = {.steps = {Replace(StepId::kAuthorization, AclNeedsNothing)}}},
    {.name = "policy-grants-need-nothing",
     .mistake = "Asks for s3:PutObjectAcl because of x-amz-acl, but not of x-amz-grant-*.",
     .rules = {"policy/action-of-a-header"},
     .verify = {.steps = {Replace(StepId::kAuthorization, GrantsNeedNothing)}}},
    {.name = "policy-tags-need-nothing",
     .mistake = "Sets the tags of an upload without asking for s3:PutObjectTagging.",
     .rules = {"policy/action-of-a-header"},
     .references = {"scality/cloudserver#743"},
     .verify = {.steps = {Replace(StepId::kAuthorization, TagsNeedNothing)}}},
    {.name = "policy-locks-need-nothing",
     .mistake = "Locks an upload without asking for s3:PutObjectRetention or PutObjectLegalHold.",
     .rules = {"policy/action-of-a-header"},
     .verify = {.steps = {Replace(StepId::kAuthorization, LocksNeedNothing)}}},
    {.name = "policy-ownership-needs-nothing",
     .mistake = "Sets the ownership of a new bucket's objects without asking for the permission.",
     .rules = {"policy/action-of-a-header"},
     .verify = {.steps = {Replace(StepId::kAuthorization, OwnershipNeedsNothing)}}},
    {.name = "policy-acl-in-the-query-needs-nothing",
     .mistake = "Applies x-amz-acl of the query, and asks for the permission of the header alone.",
     .rules = {"policy/action-of-a-header"},
     .verify = {.steps = {Replace(StepId::kAuthorization, QueryNeedsNothing)}}},
    {.name = "policy-bypass-needs-nothing",
     .mistake = "Does not ask for s3:BypassGovernanceRetention.",
     .rules = {"policy/action-of-a-bypass"},
     .verify = {.steps = {Replace(StepId::kAuthorization, BypassNeedsNothing)}}},
    {.name = "policy-copy-source-not-asked",
     .mistake = "Asks whether the target of a copy may be written, not whether its source may be "
                "read.",
     .rules = {"policy/action-of-a-copy"},
     .references = {"floci-io/floci#2333", "seaweedfs/seaweedfs#9546"},
     .verify = {.steps = {Replace(StepId::kAuthorization, SourceNotAsked)}}},
    {.name = "policy-copy-source-of-a-part-not-asked",
     .mistake = "Asks about the source of CopyObject, but not of UploadPartCopy.",
     .rules = {"policy/action-of-a-copy"},
     .references = {"floci-io/floci#2333"},
     .verify = {.steps = {Replace(StepId::kAuthorization, SourceOfAPartNotAsked)}}},
    {.name = "policy-copy-source-version-is-the-newest",
     .mistake = "Asks for s3:GetObject where the source of a copy names a version.",
     .rules = {"policy/action-of-a-copy"},
     .references = {"floci-io/floci#3539"},
     .verify = {.steps = {Replace(StepId::kAuthorization, SourceVersionIsTheNewest)}}},
    {.name = "policy-copy-source-of-other-buckets-not-asked",
     .mistake = "Asks about the source of a copy only within the bucket.",
     .rules = {"policy/action-of-a-copy"},
     .references = {"seaweedfs/seaweedfs#9546"},
     .verify = {.steps = {Replace(StepId::kAuthorization, SourceOfOtherBucketsNotAsked)}}},
    {.name = "policy-copy-source-as-it-travels",
     .mistake = "Compares the escaped source of a copy with the resources of policies.",
     .rules = {"policy/action-of-a-copy"},
     .verify = {.steps = {Replace(StepId::kAuthorization, SourceAsItTravels)}}},
    {.name = "policy-copy-source-without-its-bucket-policy",
     .mistake = "Asks the principal's policy about the source of a copy, not its bucket's.",
     .rules = {"policy/action-of-a-copy"},
     .references = {"floci-io/floci#3481"},
     .verify = {.steps = {Replace(StepId::kAuthorization, SourcesBucketPolicyNotAsked)}}},
};

}  // namespace

MutantTables PermissionMutants() { return {kHeaderPermissions}; }

}  // namespace countersign
