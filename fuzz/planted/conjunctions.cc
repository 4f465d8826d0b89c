// Tier 2: the list of mistakes that show only if several conditions meet, and functions that the
// groups share. planted.cc lists them after tier 1.
#include "planted/conjunctions.h"

#include <algorithm>
#include <set>

#include "sigv4/header_name.h"

namespace countersign::fuzz {

bool HasRepeatedName(const QueryString& query) {
  std::set<std::string_view> names;
  return !std::all_of(query.parameters.begin(), query.parameters.end(),
                      [&](const QueryParameter& one) { return names.insert(one.raw_name).second; });
}

std::size_t CountHeaders(std::span<const HeaderField> headers, std::string_view name) {
  return static_cast<std::size_t>(
      std::count_if(headers.begin(), headers.end(),
                    [&](const HeaderField& header) { return SameHeaderName(header.name, name); }));
}

std::vector<PlantedBug> Conjunctions() {
  std::vector<PlantedBug> all;
  for (const auto& group : {SigningConjunctions(), VerifyingConjunctions(), ClockConjunctions()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace countersign::fuzz
