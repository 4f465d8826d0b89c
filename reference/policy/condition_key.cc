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

std::optional<ConditionKey> FindConditionKey(std::string_view name) {
  //= policy/condition-key-any-case
  for (const KeyRow& row : kKeys) {
    if (SameText(row.name, name, LetterCase::kInsensitive)) return row.key;
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

std::span<const std::string> RequestContext::Values(ConditionKey key) const {
  return values_[static_cast<std::size_t>(key)];
}

}  // namespace countersign
