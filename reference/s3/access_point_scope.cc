// The scope of an access point of a directory bucket: the operations and the objects that it is
// for. authorization.cc calls it before the policies.

#include "s3/access_point_scope.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "policy/wildcard.h"
#include "s3/action.h"

namespace countersign {
namespace {

// The names of permissions in a scope are those of S3's actions.
std::string PermissionOf(std::string_view method, const ObjectAddress& address,
                         const QueryString& query) {
  const std::string action = ActionOf(method, address, query);
  return action.substr(action.find(':') + 1);
}

bool HasPermission(const AccessPointScope& scope, const std::string& permission) {
  return scope.permissions.empty() || std::find(scope.permissions.begin(), scope.permissions.end(),
                                                permission) != scope.permissions.end();
}

// PatternOf returns a prefix of a scope as a pattern: only `*` is a wildcard, `\*` is a star, and
// each prefix has a `*` at its end, written or not.
std::string PatternOf(std::string_view prefix) {
  std::string pattern;
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    if (prefix.substr(i, 2) == "\\*") {
      pattern += kLiteralStar;
      ++i;
    } else {
      pattern += prefix[i] == '?' ? kLiteralQuestionMark : prefix[i];
    }
  }
  return pattern + '*';
}

bool HasPrefixOf(const AccessPointScope& scope, const std::string& key) {
  const auto matches = [&key](const std::string& prefix) {
    return MatchesWildcards(PatternOf(prefix), key, LetterCase::kSensitive);
  };
  return key.empty() || scope.prefixes.empty() ||
         std::any_of(scope.prefixes.begin(), scope.prefixes.end(), matches);
}

}  // namespace

Refusal CheckAccessPointScope(const AccessPoint& access_point, std::string_view method,
                              const ObjectAddress& address, const QueryString& query) {
  // Making a session is no operation on objects.
  const bool makes_session = address.key.empty() && FindParameter(query, "session") != nullptr;
  if (!access_point.scope || makes_session) return std::nullopt;
  //= services/s3-express-access-point-scope
  if (HasPermission(*access_point.scope, PermissionOf(method, address, query)) &&
      HasPrefixOf(*access_point.scope, address.key)) {
    return std::nullopt;
  }
  return Rejection{Rule::kAccessPointScope,
                   "Access Denied: the request is not in the scope of the access point"};
}

std::string_view AccessPointName(std::string_view arn) { return arn.substr(arn.rfind('/') + 1); }

}  // namespace countersign
