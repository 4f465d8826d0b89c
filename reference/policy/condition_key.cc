#include "policy/condition_key.h"

#include <utility>

#include "policy/wildcard.h"

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

const KeyRow& RowOf(ConditionKey key) { return kKeys[static_cast<std::size_t>(key)]; }

}  // namespace

std::optional<NamedKey> FindConditionKey(std::string_view name) {
  const std::size_t slash = name.find('/');
  const std::string_view tag =
      slash == std::string_view::npos ? std::string_view() : name.substr(slash + 1);
  name = name.substr(0, slash);
  //= policy/condition-key-any-case
  for (const KeyRow& row : kKeys) {
    if (!SameText(row.name, name, LetterCase::kInsensitive)) continue;
    // Only aws:PrincipalTag has a tag, and it must have one.
    const bool fits =
        row.key == ConditionKey::kPrincipalTag ? !tag.empty() : slash == std::string_view::npos;
    if (!fits) return std::nullopt;
    return NamedKey{row.key, std::string(tag)};
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

std::span<const std::string> RequestContext::Values(ConditionKey key, std::string_view tag) const {
  if (key != ConditionKey::kPrincipalTag) return values_[static_cast<std::size_t>(key)];
  // The tag is part of the key's name.
  //= policy/principal-tag
  for (const Tag& one : tags_) {
    if (SameText(one.name, tag, LetterCase::kInsensitive)) return one.values;
  }
  return {};
}

}  // namespace countersign
