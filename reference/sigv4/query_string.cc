// A request target split into path and query, and the query into parameters. Nothing is decoded
// until a step asks for a decoded name or value. verify.cc and presign.cc call this first.

#include "sigv4/query_string.h"

#include <algorithm>
#include <cstddef>

#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

QueryParameter SplitPiece(std::string_view piece) {
  //= query/first-equals-splits
  const std::size_t equals = piece.find('=');
  //= query/without-value
  if (equals == std::string_view::npos) return {piece, {}};
  return {piece.substr(0, equals), piece.substr(equals + 1)};
}

}  // namespace

Target SplitTarget(std::string_view target) {
  const std::size_t mark = target.find('?');
  if (mark == std::string_view::npos) return {target, {}};
  return {target.substr(0, mark), target.substr(mark + 1)};
}

QueryString ParseQueryString(std::string_view raw_query) {
  QueryString query;
  while (!raw_query.empty()) {
    // Only '&' separates parameters; ';' does not.
    //= query/raw-semicolon
    const std::string_view piece = raw_query.substr(0, raw_query.find('&'));
    raw_query.remove_prefix(std::min(piece.size() + 1, raw_query.size()));
    //= query/empty-pieces
    if (!piece.empty()) query.parameters.push_back(SplitPiece(piece));
  }
  return query;
}

std::string DecodedName(const QueryParameter& parameter) {
  return UriDecode(parameter.raw_name, Plus::kSpace);
}

std::string DecodedValue(const QueryParameter& parameter) {
  return UriDecode(parameter.raw_value, Plus::kSpace);
}

bool NameIs(const QueryParameter& parameter, std::string_view name) {
  // No decoded name is longer than its spelling.
  return parameter.raw_name.size() >= name.size() && DecodedName(parameter) == name;
}

const QueryParameter* FindParameter(const QueryString& query, std::string_view name) {
  for (const QueryParameter& parameter : query.parameters) {
    if (NameIs(parameter, name)) return &parameter;
  }
  return nullptr;
}

std::optional<std::string> DecodedValue(const QueryString& query, std::string_view name) {
  const QueryParameter* parameter = FindParameter(query, name);
  if (parameter == nullptr) return std::nullopt;
  return DecodedValue(*parameter);
}

}  // namespace countersign
