#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace countersign {

// QueryParameter is one `name=value` piece of a raw query, still encoded as it travelled. The views
// point into the target that was split and live as long as it does.
struct QueryParameter {
  std::string_view raw_name;
  std::string_view raw_value;  // empty where the piece has no '='
};

// QueryString is a raw query split at '&' and at each piece's first '='. Order and repetition are
// kept, empty pieces dropped, nothing decoded.
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

// NameIs tells whether a raw (still encoded) name decodes to `name`, case-sensitively.
bool NameIs(const QueryParameter& parameter, std::string_view name);

// FindParameter returns the first parameter whose decoded name is `name`; nullptr where none is.
const QueryParameter* FindParameter(const QueryString& query, std::string_view name);

// DecodedValue returns a parameter's value, decoded ('+' as space, then %XX).
std::string DecodedValue(const QueryParameter& parameter);

// DecodedValue by name returns the first such parameter's; nothing where the parameter is absent.
std::optional<std::string> DecodedValue(const QueryString& query, std::string_view name);

}  // namespace countersign
