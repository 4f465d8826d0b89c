// Whether a statement of a policy applies to a request: principal, action, resource, conditions.
// evaluation.cc calls it.

#include "policy/statement.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include "policy/arn.h"
#include "policy/wildcard.h"

namespace countersign {
namespace {

constexpr std::string_view kSession = "assumed-role/";

bool IsAbout(const Principal& principal, const AccessRequest& request) {
  switch (principal.kind) {
    case PrincipalKind::kEveryone:
      //= policy/principal-everyone
      return true;
    case PrincipalKind::kAccount:
      //= policy/principal-account
      return principal.name == ArnPart(request.principal_arn, 4);
    case PrincipalKind::kArn:
      //= policy/principal
      //= policy/principal-role
      return principal.name == request.principal_arn ||
             principal.name == RoleOf(request.principal_arn);
    case PrincipalKind::kService: return false;
  }
  return false;
}

template <typename IsNamed>
bool Selects(const PatternList& list, IsNamed is_named) {
  const bool named = std::any_of(list.patterns.begin(), list.patterns.end(), is_named);
  //= policy/not-action
  //= policy/not-resource
  return named == (list.listed == Listed::kNamed);
}

bool IsAboutAction(const PatternList& actions, const std::string& action) {
  return Selects(actions, [&](const std::string& pattern) {
    //= policy/action
    //= policy/action-wildcard
    return MatchesWildcards(pattern, action, LetterCase::kInsensitive);
  });
}

bool IsAboutResource(const Statement& statement, const AccessRequest& request) {
  return Selects(statement.resources, [&](const std::string& pattern) {
    //= policy/resource
    //= policy/resource-wildcard
    if (statement.variables == Variables::kLiteral) {
      return pattern == "*" || ArnMatches(pattern, request.resource);
    }
    //= policy/variable-without-a-value
    const std::optional<std::string> replaced =
        ReplaceVariables(pattern, request.context, Wildcards::kRead);
    return replaced && (*replaced == "*" || ArnMatches(*replaced, request.resource));
  });
}

}  // namespace

bool Applies(const Statement& statement, const AccessRequest& request) {
  if (statement.principals &&
      std::none_of(statement.principals->begin(), statement.principals->end(),
                   [&](const Principal& principal) { return IsAbout(principal, request); })) {
    return false;
  }
  return IsAboutAction(statement.actions, request.action) && IsAboutResource(statement, request) &&
         //= policy/all-conditions
         std::all_of(statement.conditions.begin(), statement.conditions.end(),
                     [&](const Condition& one) { return Holds(one, request.context); });
}

bool GrantsDirectly(const Statement& statement, const AccessRequest& request) {
  //= policy/account-delegates
  return !statement.principals ||
         std::any_of(statement.principals->begin(), statement.principals->end(),
                     [&](const Principal& principal) {
                       return principal.kind != PrincipalKind::kAccount &&
                              IsAbout(principal, request);
                     });
}

std::string RoleOf(const std::string& principal_arn) {
  const std::string_view session = ArnPart(principal_arn, 5);
  if (ArnPart(principal_arn, 2) != "sts" || !session.starts_with(kSession)) return principal_arn;
  const std::string_view role = session.substr(kSession.size());
  return "arn:" + std::string(ArnPart(principal_arn, 1)) +
         ":iam::" + std::string(ArnPart(principal_arn, 4)) + ":role/" +
         std::string(role.substr(0, role.find('/')));
}

}  // namespace countersign
