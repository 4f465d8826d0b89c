#pragma once

#include <string>

#include "policy/condition_key.h"
#include "policy/policy.h"

namespace countersign {

// AccessRequest is what somebody wants to do, as policies see it.
struct AccessRequest {
  std::string action;         // "s3:GetObject"
  std::string resource;       // an ARN, its key decoded; "*" where an action has no resource
  std::string principal_arn;  // may be empty: not known
  RequestContext context;
};

// Applies tells whether a statement is about a request: its principal, its action, its resource and
// all of its conditions.
bool Applies(const Statement& statement, const AccessRequest& request);

// RoleOf returns the ARN of the role behind the ARN of a session; any other ARN as it is. The path
// of a role does not show in its sessions.
std::string RoleOf(const std::string& principal_arn);

}  // namespace countersign
