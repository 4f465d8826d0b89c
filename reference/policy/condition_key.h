#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace countersign {

// ConditionKey is a fact about a request that a policy can test.
enum class ConditionKey {
  kSourceIp,
  kSourceVpc,
  kSourceVpce,
  kViaAwsService,
  kSecureTransport,
  kPrincipalArn,
  kCurrentTime,
  kEpochTime,
  kSignatureAge,  // milliseconds
  kAuthType,
  kSignatureVersion,
  kContentSha256,
  kPrincipalOrgId,
  kResourceOrgId,
  kResourceAccount,
  kTokenIssueTime,
  kVpcSourceIp,
  kDataAccessPointArn,
  kDataAccessPointAccount,
  kAccessPointNetworkOrigin,
  kSessionMode,
  kPermissions,
  kPrincipalTag,  // one key for each tag: aws:PrincipalTag/TAG
};

// ValueKind is how a key's values are read.
enum class ValueKind { kText, kBool, kNumber, kDate, kAddress, kArn };

// NamedKey is a key as a policy names it.
struct NamedKey {
  ConditionKey key = ConditionKey::kSourceIp;
  std::string tag = {};  // of kPrincipalTag only
  // "s3", "s3express" …: only requests of that service have the key. Empty: requests of all do.
  std::string_view service = {};
};

// FindConditionKey takes a name in letters of any case, such as "aws:SourceIp",
// "aws:PrincipalTag/team" or "s3-outposts:authType".
std::optional<NamedKey> FindConditionKey(std::string_view name);
std::string_view NameOf(ConditionKey key);  // without the tag; of S3 if services share the key

// CanBeReadAs tells whether a key's values can be read as `kind`; all can be read as text.
bool CanBeReadAs(ConditionKey key, ValueKind kind);

// RequestContext holds the values of the keys in one request. A key without any is absent.
class RequestContext {
 public:
  void Add(ConditionKey key, std::string value);
  void AddTag(std::string tag, std::string value);
  // SetService says which service's keys the request has; S3's if nobody says so.
  void SetService(std::string_view service) { service_ = service; }
  // Values returns nothing for a key of another service.
  std::span<const std::string> Values(const NamedKey& key) const;
  std::span<const std::string> Values(ConditionKey key) const { return Values(NamedKey{key}); }

 private:
  struct Tag {
    std::string name;
    std::vector<std::string> values;
  };

  static constexpr std::size_t kKeys = static_cast<std::size_t>(ConditionKey::kPrincipalTag) + 1;
  std::array<std::vector<std::string>, kKeys> values_;
  std::vector<Tag> tags_;
  std::string service_ = "s3";
};

}  // namespace countersign
