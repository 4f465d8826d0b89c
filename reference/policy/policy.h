#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "policy/condition.h"

namespace countersign {

// The policy language of AWS Identity and Access Management, as far as the use of a presigned URL
// needs it: identity policies and bucket policies of one account.

enum class Effect { kAllow, kDeny };

// Listed: Action and Resource name what a statement is about, NotAction and NotResource what it is
// not about.
enum class Listed { kNamed, kAllButNamed };

struct PatternList {
  Listed listed = Listed::kNamed;
  std::vector<std::string> patterns;  // not empty; `*` and `?` are wildcards
};

// Principal is who a statement of a bucket policy is about.
enum class PrincipalKind {
  kEveryone,  // "*"
  kAccount,   // a number of twelve digits, or the ARN of its root: all who belong to it
  kArn,       // one user, role or session
  kService,   // an AWS service or an identity provider: nobody who signs a URL
};
struct Principal {
  PrincipalKind kind = PrincipalKind::kEveryone;
  std::string name;
};

struct Statement {
  std::string sid;  // may be empty
  Effect effect = Effect::kDeny;
  std::optional<std::vector<Principal>> principals;  // absent: whomever the policy is attached to
  PatternList actions;
  PatternList resources;
  std::vector<Condition> conditions;
};

struct Policy {
  std::vector<Statement> statements;
};

// UnreadablePolicy is a document that is none. What it would have denied cannot be told, so it
// denies everything.
struct UnreadablePolicy {
  std::string why;  // for people: the place and what was expected there
};

using PolicyDocument = std::variant<Policy, UnreadablePolicy>;

}  // namespace countersign
