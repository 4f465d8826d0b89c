#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "policy/condition.h"
#include "policy/variable.h"

namespace countersign {

// The policy language of AWS Identity and Access Management, as far as presigned URLs need it:
// the policies of principals, of buckets, of organizations and of VPC endpoints.

enum class Effect { kAllow, kDeny };

// Listed: a statement applies to what Action and Resource name, or to everything except what
// NotAction and NotResource name.
enum class Listed { kNamed, kAllButNamed };

struct PatternList {
  Listed listed = Listed::kNamed;
  std::vector<std::string> patterns;  // not empty; `*` and `?` are wildcards
};

// Principal is who a statement of a bucket policy is about.
enum class PrincipalKind {
  kEveryone,  // "*"
  kAccount,   // a number of twelve digits, or the ARN of its root: everybody in it
  kArn,       // one user, role or session
  kService,   // an AWS service or an identity provider: never the signer of a URL
};
struct Principal {
  PrincipalKind kind = PrincipalKind::kEveryone;
  std::string name;
};

struct Statement {
  std::string sid;  // may be empty
  Effect effect = Effect::kDeny;
  std::optional<std::vector<Principal>> principals;  // absent: the owner of the policy
  PatternList actions;
  PatternList resources;
  std::vector<Condition> conditions;
  Variables variables = Variables::kLiteral;  // in resources
};

struct Policy {
  std::vector<Statement> statements;
};

// UnreadablePolicy is an invalid document. Nobody can tell what it was meant to deny, so it denies
// everything.
struct UnreadablePolicy {
  std::string why;  // for people: the place and what was expected there
};

using PolicyDocument = std::variant<Policy, UnreadablePolicy>;

}  // namespace countersign
