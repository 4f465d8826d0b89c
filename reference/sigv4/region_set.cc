// X-Amz-Region-Set: the regions in which a SigV4A signature is valid. It takes the place of the
// region in the credential, and is signed like any other parameter. Step "region-set" of verify.cc;
// presign.cc writes it.

#include "sigv4/region_set.h"

#include <algorithm>
#include <cstddef>

#include "sigv4/header_name.h"
#include "sigv4/join.h"

namespace countersign {
namespace {

// EntryNames tells whether one entry matches the whole region. Both are in lower case. It tries
// each star with the shortest text first, and goes back to the last star only, so that its time is
// bounded by the product of the lengths.
bool EntryNames(std::string_view entry, std::string_view region) {
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t e = 0;
  std::size_t r = 0;
  std::size_t star = kNone;  // the last star so far
  std::size_t rest = 0;      // what follows the text that this star matches
  while (r < region.size()) {
    if (e < entry.size() && entry[e] == '*') {
      star = e++;
      rest = r;
    } else if (e < entry.size() && entry[e] == region[r]) {
      ++e;
      ++r;
    } else if (star != kNone) {
      e = star + 1;
      r = ++rest;
    } else {
      return false;
    }
  }
  return entry.find_first_not_of('*', e) == kNone;
}

}  // namespace

std::string RegionSetText(const std::vector<std::string>& regions) {
  //= region-set/as-asked
  return Join(regions, ",");
}

bool IsRegionPattern(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '*';
  });
}

bool RegionSetNames(std::string_view region_set, std::string_view region) {
  const std::string wanted = LowerCase(region);
  const std::string entries = LowerCase(region_set);
  std::string_view left = entries;
  while (true) {
    const std::string_view entry = left.substr(0, left.find(','));
    // An empty entry names nothing. Spaces belong to the entry, so one with a space names nothing.
    //= region-set/entries
    //= region-set/wildcards
    if (!entry.empty() && EntryNames(entry, wanted)) return true;
    if (entry.size() == left.size()) return false;
    left.remove_prefix(entry.size() + 1);
  }
}

Refusal CheckRegionSet(const QueryString& query, std::string_view region) {
  const auto is_it = [](const QueryParameter& one) { return NameIs(one, kRegionSetParameter); };
  if (std::count_if(query.parameters.begin(), query.parameters.end(), is_it) > 1) {
    return Rejection{Rule::kGivenOnce, "The parameter X-Amz-Region-Set was given more than once."};
  }
  const std::string region_set = DecodedValue(query, kRegionSetParameter).value_or("");
  //= region-set/required
  if (region_set.empty()) {
    return Rejection{Rule::kRegionSetRequired,
                     "SigV4a query auth requires a non empty x-amz-region-set parameter."};
  }
  //= region-set/names-the-region
  if (RegionSetNames(region_set, region)) return std::nullopt;
  return Rejection{Rule::kRegionSetMismatch,
                   "The provided X-Amz-Region-Set doesn't match against the requested S3 region."};
}

}  // namespace countersign
