#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign {

// QueryParameter is one `name=value` piece of a raw query, still encoded as it travelled. The views
// point into the target that was split, which must outlive them.
struct QueryParameter {
  std::string_view raw_name;
  std::string_view raw_value;  // empty if the piece has no '='
};

// QueryString is a raw query split at '&' and at each piece's first '='. Order and repetition are
// kept, empty pieces are dropped, and nothing is decoded.
struct QueryString {
  std::vector<QueryParameter> parameters;
};

// Target is a request target split at its first '?'.
struct Target {
  std::string_view raw_path;   // may be empty
  std::string_view raw_query;  // without the '?'
};

Target SplitTarget(std::string_view target);
QueryString ParseQueryString(std::string_view raw_query);

// DecodedName and DecodedValue decode '+' as a space, and %XX.
std::string DecodedName(const QueryParameter& parameter);
std::string DecodedValue(const QueryParameter& parameter);

// NameIs tells whether the decoded name is `name`. Case matters.
bool NameIs(const QueryParameter& parameter, std::string_view name);

// FindParameter returns the first parameter whose decoded name is `name`; nullptr if there is no
// such parameter.
const QueryParameter* FindParameter(const QueryString& query, std::string_view name);

// DecodedValue by name returns the value of the first such parameter; nullopt if it is absent.
std::optional<std::string> DecodedValue(const QueryString& query, std::string_view name);

}  // namespace countersign
