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
};

// ValueKind is how a key's values are read.
enum class ValueKind { kText, kBool, kNumber, kDate, kAddress, kArn };

// FindConditionKey takes a name in letters of any case, such as "aws:SourceIp".
std::optional<ConditionKey> FindConditionKey(std::string_view name);
std::string_view NameOf(ConditionKey key);

// CanBeReadAs tells whether a key's values can be read as `kind`; all can be read as text.
bool CanBeReadAs(ConditionKey key, ValueKind kind);

// RequestContext holds the values of the keys in one request. A key without any is absent.
class RequestContext {
 public:
  void Add(ConditionKey key, std::string value);
  std::span<const std::string> Values(ConditionKey key) const;

 private:
  static constexpr std::size_t kKeys = static_cast<std::size_t>(ConditionKey::kContentSha256) + 1;
  std::array<std::vector<std::string>, kKeys> values_;
};

}  // namespace countersign
