#include "policy/condition_key.h"

#include <utility>

#include "policy/wildcard.h"
#include "sigv4/service.h"

namespace countersign {
namespace {

struct KeyRow {
  ConditionKey key;
  std::string_view name;
  ValueKind kind;
};

constexpr KeyRow kKeys[] = {
    {ConditionKey::kSourceIp, "aws:SourceIp", ValueKind::kAddress},
    {ConditionKey::kSourceVpc, "aws:SourceVpc", ValueKind::kText},
    {ConditionKey::kSourceVpce, "aws:SourceVpce", ValueKind::kText},
    {ConditionKey::kViaAwsService, "aws:ViaAWSService", ValueKind::kBool},
    {ConditionKey::kSecureTransport, "aws:SecureTransport", ValueKind::kBool},
    {ConditionKey::kPrincipalArn, "aws:PrincipalArn", ValueKind::kArn},
    {ConditionKey::kCurrentTime, "aws:CurrentTime", ValueKind::kDate},
    {ConditionKey::kEpochTime, "aws:EpochTime", ValueKind::kDate},
    {ConditionKey::kSignatureAge, "s3:signatureAge", ValueKind::kNumber},
    {ConditionKey::kAuthType, "s3:authType", ValueKind::kText},
    {ConditionKey::kSignatureVersion, "s3:signatureversion", ValueKind::kText},
    {ConditionKey::kContentSha256, "s3:x-amz-content-sha256", ValueKind::kText},
    {ConditionKey::kPrincipalOrgId, "aws:PrincipalOrgID", ValueKind::kText},
    {ConditionKey::kResourceOrgId, "aws:ResourceOrgID", ValueKind::kText},
    {ConditionKey::kResourceAccount, "aws:ResourceAccount", ValueKind::kText},
    {ConditionKey::kTokenIssueTime, "aws:TokenIssueTime", ValueKind::kDate},
    {ConditionKey::kVpcSourceIp, "aws:VpcSourceIp", ValueKind::kAddress},
    {ConditionKey::kDataAccessPointArn, "s3:DataAccessPointArn", ValueKind::kArn},
    {ConditionKey::kDataAccessPointAccount, "s3:DataAccessPointAccount", ValueKind::kText},
    {ConditionKey::kAccessPointNetworkOrigin, "s3:AccessPointNetworkOrigin", ValueKind::kText},
    {ConditionKey::kSessionMode, "s3express:SessionMode", ValueKind::kText},
    {ConditionKey::kPermissions, "s3express:Permissions", ValueKind::kText},
    {ConditionKey::kPrincipalTag, "aws:PrincipalTag", ValueKind::kText},
};

constexpr bool KeysAreInOrder() {
  for (std::size_t i = 0; i < std::size(kKeys); ++i) {
    if (kKeys[i].key != static_cast<ConditionKey>(i)) return false;
  }
  return true;
}
static_assert(KeysAreInOrder(),
              "kKeys must list every ConditionKey in the order of its declaration");

struct SplitName {
  std::string_view service;
  std::string_view key;
};
SplitName Split(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {{}, name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

// ServiceIn returns the service of the S3 family that a prefix names in letters of any case.
std::string_view ServiceIn(std::string_view prefix) {
  for (const std::string_view service : S3Services()) {
    if (SameText(service, prefix, LetterCase::kInsensitive)) return service;
  }
  return {};
}

// Is tells whether a row has that name. The services of the S3 family have the same keys, each
// behind its own prefix.
bool Is(const KeyRow& row, std::string_view name) {
  if (SameText(row.name, name, LetterCase::kInsensitive)) return true;
  const SplitName own = Split(row.name);
  const SplitName asked = Split(name);
  //= policy/keys-of-the-service
  return own.service == "s3" && !ServiceIn(asked.service).empty() &&
         SameText(own.key, asked.key, LetterCase::kInsensitive);
}

const KeyRow& RowOf(ConditionKey key) { return kKeys[static_cast<std::size_t>(key)]; }

}  // namespace

std::optional<NamedKey> FindConditionKey(std::string_view name) {
  const std::size_t slash = name.find('/');
  const std::string_view tag =
      slash == std::string_view::npos ? std::string_view() : name.substr(slash + 1);
  name = name.substr(0, slash);
  //= policy/condition-key-any-case
  for (const KeyRow& row : kKeys) {
    if (!Is(row, name)) continue;
    // Only aws:PrincipalTag has a tag, and it must have one.
    const bool fits =
        row.key == ConditionKey::kPrincipalTag ? !tag.empty() : slash == std::string_view::npos;
    if (!fits) return std::nullopt;
    return NamedKey{row.key, std::string(tag), ServiceIn(Split(name).service)};
  }
  return std::nullopt;
}

std::string_view NameOf(ConditionKey key) { return RowOf(key).name; }

bool CanBeReadAs(ConditionKey key, ValueKind kind) {
  // The guide says of this key: "Use date operators or numeric operators".
  const bool epoch_number = key == ConditionKey::kEpochTime && kind == ValueKind::kNumber;
  return kind == ValueKind::kText || kind == RowOf(key).kind || epoch_number;
}

void RequestContext::Add(ConditionKey key, std::string value) {
  values_[static_cast<std::size_t>(key)].push_back(std::move(value));
}

void RequestContext::AddTag(std::string tag, std::string value) {
  tags_.push_back({std::move(tag), {std::move(value)}});
}

std::span<const std::string> RequestContext::Values(const NamedKey& key) const {
  //= policy/keys-of-the-service
  if (!key.service.empty() && key.service != service_) return {};
  if (key.key != ConditionKey::kPrincipalTag) return values_[static_cast<std::size_t>(key.key)];
  // The tag is part of the key's name.
  //= policy/principal-tag
  for (const Tag& one : tags_) {
    if (SameText(one.name, key.tag, LetterCase::kInsensitive)) return one.values;
  }
  return {};
}

}  // namespace countersign
