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
  kPrincipalTag,  // one key for each tag: aws:PrincipalTag/TAG
};

// ValueKind is how a key's values are read.
enum class ValueKind { kText, kBool, kNumber, kDate, kAddress, kArn };

// NamedKey is a key as a policy names it.
struct NamedKey {
  ConditionKey key = ConditionKey::kSourceIp;
  std::string tag = {};  // of kPrincipalTag only
};

// FindConditionKey takes a name in letters of any case, such as "aws:SourceIp" or
// "aws:PrincipalTag/team".
std::optional<NamedKey> FindConditionKey(std::string_view name);
std::string_view NameOf(ConditionKey key);  // without the tag

// CanBeReadAs tells whether a key's values can be read as `kind`; all can be read as text.
bool CanBeReadAs(ConditionKey key, ValueKind kind);

// RequestContext holds the values of the keys in one request. A key without any is absent.
class RequestContext {
 public:
  void Add(ConditionKey key, std::string value);
  void AddTag(std::string tag, std::string value);
  std::span<const std::string> Values(ConditionKey key, std::string_view tag = {}) const;

 private:
  struct Tag {
    std::string name;
    std::vector<std::string> values;
  };

  static constexpr std::size_t kKeys = static_cast<std::size_t>(ConditionKey::kPrincipalTag) + 1;
  std::array<std::vector<std::string>, kKeys> values_;
  std::vector<Tag> tags_;
};

}  // namespace countersign
