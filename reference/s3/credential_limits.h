#pragma once

#include <cstdint>

#include "policy/credentials.h"
#include "sigv4/rule.h"

namespace countersign {

// CredentialLimit is the longest life of a URL signed by one kind of credential, and the rule that
// says so (S3 user guide, "Who can create a presigned URL").
struct CredentialLimit {
  std::int64_t seconds;
  Rule rule;
};

CredentialLimit LimitFor(CredentialKind kind);

}  // namespace countersign
