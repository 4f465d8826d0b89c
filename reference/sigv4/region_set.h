#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sigv4/query_string.h"
#include "sigv4/rejection.h"

namespace countersign {

inline constexpr std::string_view kRegionSetParameter = "X-Amz-Region-Set";

// RegionSetText is the value of X-Amz-Region-Set: the regions in their order, joined by commas.
std::string RegionSetText(const std::vector<std::string>& regions);

// IsRegionPattern tells whether the text can stand in a region set that a signer writes: letters,
// digits, '-' and '*', at least one of them.
bool IsRegionPattern(std::string_view text);

// RegionSetNames tells whether a region set, decoded, names the region. Each entry between two
// commas must match the whole region, in any case; `*` matches any number of characters.
bool RegionSetNames(std::string_view region_set, std::string_view region);

// CheckRegionSet refuses a query whose X-Amz-Region-Set is missing, empty, given twice or does not
// name the region.
Refusal CheckRegionSet(const QueryString& query, std::string_view region);

}  // namespace countersign
