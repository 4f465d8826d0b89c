#pragma once

#include <string>

#include "policy/condition_key.h"
#include "policy/policy.h"

namespace countersign {

// AccessRequest is a request as policies describe it.
struct AccessRequest {
  std::string action;         // "s3:GetObject"
  std::string resource;       // an ARN, its key decoded; "*" if an action has no resource
  std::string principal_arn;  // empty if not known
  RequestContext context;
};

// Applies tells whether a statement applies to a request: its principal, its action, its resource
// and all of its conditions match.
bool Applies(const Statement& statement, const AccessRequest& request);

// GrantsDirectly tells whether an Allow that applies grants access by itself. One whose principal
// is only an account delegates to it: the principal's own policy must allow as well.
bool GrantsDirectly(const Statement& statement, const AccessRequest& request);

// RoleOf returns the ARN of the role if given the ARN of a session of it, and any other ARN as it
// is. The ARN of a session does not contain the role's path.
std::string RoleOf(const std::string& principal_arn);

}  // namespace countersign
