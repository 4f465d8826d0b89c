#pragma once

#include <optional>
#include <string>

#include "policy/policy.h"
#include "sigv4/timestamp.h"

namespace countersign {

// CredentialKind decides how long a URL signed with it may live (S3 user guide, "Who can create a
// presigned URL").
enum class CredentialKind { kRoot, kIamUser, kSts, kInstanceProfile };

enum class CredentialStatus { kActive, kInactive };

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;  // raw bytes, never decoded
  std::optional<std::string> session_token;
  CredentialKind kind = CredentialKind::kIamUser;
  std::optional<Timestamp> expires_at;  // when a temporary credential ends
  CredentialStatus status = CredentialStatus::kActive;
  std::optional<std::string> arn = {};        // of the principal, for policies
  std::optional<PolicyDocument> policy = {};  // absent: the principal may do everything
};

}  // namespace countersign
