// The decision of IAM: an explicit deny wins, then an allow of either policy, otherwise the request
// is denied. s3/authorization.cc calls it.

#include "policy/evaluation.h"

#include <algorithm>

namespace countersign {
namespace {

// Attached is one of the two policies that decide.
struct Attached {
  const PolicyDocument* document;
  const char* where;
};

const Statement* FindStatement(const Attached& attached, Effect effect,
                               const AccessRequest& request) {
  const auto* policy = std::get_if<Policy>(attached.document);
  if (policy == nullptr) return nullptr;
  const auto found = std::find_if(
      policy->statements.begin(), policy->statements.end(), [&](const Statement& statement) {
        return statement.effect == effect && Applies(statement, request) &&
               (effect == Effect::kDeny || GrantsDirectly(statement, request));
      });
  return found == policy->statements.end() ? nullptr : &*found;
}

std::string Named(const Statement& statement, const Attached& attached) {
  const std::string sid = statement.sid.empty() ? "" : "statement " + statement.sid + " of ";
  return sid + "the " + attached.where + " policy";
}

}  // namespace

Ruling Evaluate(const PolicyDocument* identity, const PolicyDocument* bucket,
                const AccessRequest& request) {
  const Attached both[] = {{identity, "identity"}, {bucket, "bucket"}};
  //= policy/unreadable
  for (const Attached& attached : both) {
    const auto* unreadable = std::get_if<UnreadablePolicy>(attached.document);
    if (unreadable == nullptr) continue;
    return {Decision::kUnreadable,
            std::string("the ") + attached.where + " policy cannot be read: " + unreadable->why};
  }
  //= policy/explicit-deny
  for (const Attached& attached : both) {
    const Statement* statement = FindStatement(attached, Effect::kDeny, request);
    if (statement != nullptr) {
      return {Decision::kExplicitlyDenied,
              request.action + " is denied by " + Named(*statement, attached)};
    }
  }
  //= policy/no-identity-policy
  if (identity == nullptr) return {Decision::kAllowed, "nothing limits the principal"};
  //= policy/identity-allows
  //= policy/bucket-allows
  for (const Attached& attached : both) {
    const Statement* statement = FindStatement(attached, Effect::kAllow, request);
    if (statement != nullptr) return {Decision::kAllowed, Named(*statement, attached)};
  }
  //= policy/no-allow
  return {Decision::kNotAllowed, "no policy allows " + request.action + " on " + request.resource};
}

}  // namespace countersign
