#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/policy.h"
#include "sigv4/service.h"
#include "sigv4/timestamp.h"

namespace countersign {

// CredentialKind decides how long a URL signed with it may live (S3 user guide, "Who can create a
// presigned URL").
enum class CredentialKind { kRoot, kIamUser, kSts, kInstanceProfile };

enum class CredentialStatus { kActive, kInactive };

// SessionMode is what a session of a directory bucket allows.
enum class SessionMode { kReadWrite, kReadOnly };

// BucketSession is of a credential that CreateSession of S3 Express issued.
struct BucketSession {
  std::string bucket;  // the directory bucket that it is for
  SessionMode mode = SessionMode::kReadWrite;
};

struct PrincipalTag {
  std::string name;
  std::string value;
};

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;  // raw bytes, never decoded
  std::optional<std::string> session_token;
  CredentialKind kind = CredentialKind::kIamUser;
  std::optional<Timestamp> expires_at;  // when a temporary credential ends
  CredentialStatus status = CredentialStatus::kActive;
  std::optional<std::string> arn = {};        // of the principal, for policies
  std::optional<PolicyDocument> policy = {};  // absent: the principal may do everything
  std::vector<PrincipalTag> tags = {};
  std::optional<std::string> organization = {};  // the id of the account's
  std::optional<Timestamp> issued_at = {};       // of a temporary credential
  // One for each level, from the organization's root to the account.
  std::vector<PolicyDocument> service_control_policies = {};
  std::optional<BucketSession> session = {};
};

inline TokenIssuer IssuerOf(const Credentials& credentials) {
  return credentials.session ? TokenIssuer::kCreateSession : TokenIssuer::kSts;
}

}  // namespace countersign
