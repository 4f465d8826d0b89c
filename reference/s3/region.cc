// The table of AWS regions with what S3's redirects depend on: partition, DNS suffix and whether
// the region is from before 2019-03-20. endpoint.cc and endpoint_check.cc use it.

#include "s3/region.h"

#include <algorithm>

namespace countersign {
namespace {

constexpr std::string_view kCutOff = "2019-03-20";

// The date is that of the first commit of botocore/data/endpoints.json with the region in it,
// within days of the launch. Unclear: Osaka was open to a few from 2018 and to everybody from 2021;
// the European Sovereign Cloud was listed before it opened; no dated list was found for the others.
constexpr Region kRegions[] = {
    {"af-south-1", Partition::kAws, "2020-04-22", Launch::kAfterCutOff},
    {"ap-east-1", Partition::kAws, "2019-04-25", Launch::kAfterCutOff},
    {"ap-east-2", Partition::kAws, "2025-06-06", Launch::kAfterCutOff},
    {"ap-northeast-1", Partition::kAws, "", Launch::kBeforeCutOff},
    {"ap-northeast-2", Partition::kAws, "", Launch::kBeforeCutOff},
    {"ap-northeast-3", Partition::kAws, "2021-03-04", Launch::kUnclear},
    {"ap-south-1", Partition::kAws, "", Launch::kBeforeCutOff},
    {"ap-south-2", Partition::kAws, "2022-11-22", Launch::kAfterCutOff},
    {"ap-southeast-1", Partition::kAws, "", Launch::kBeforeCutOff},
    {"ap-southeast-2", Partition::kAws, "", Launch::kBeforeCutOff},
    {"ap-southeast-3", Partition::kAws, "2021-12-13", Launch::kAfterCutOff},
    {"ap-southeast-4", Partition::kAws, "2023-01-23", Launch::kAfterCutOff},
    {"ap-southeast-5", Partition::kAws, "2024-08-22", Launch::kAfterCutOff},
    {"ap-southeast-6", Partition::kAws, "2025-08-29", Launch::kAfterCutOff},
    {"ap-southeast-7", Partition::kAws, "2025-01-08", Launch::kAfterCutOff},
    {"ca-central-1", Partition::kAws, "", Launch::kBeforeCutOff},
    {"ca-west-1", Partition::kAws, "2023-12-20", Launch::kAfterCutOff},
    {"cn-north-1", Partition::kChina, "", Launch::kBeforeCutOff},
    {"cn-northwest-1", Partition::kChina, "", Launch::kBeforeCutOff},
    {"eu-central-1", Partition::kAws, "", Launch::kBeforeCutOff},
    {"eu-central-2", Partition::kAws, "2022-11-10", Launch::kAfterCutOff},
    {"eu-isoe-west-1", Partition::kIsoE, "2024-05-28", Launch::kAfterCutOff},
    {"eu-north-1", Partition::kAws, "2018-12-11", Launch::kBeforeCutOff},
    {"eu-south-1", Partition::kAws, "2020-04-28", Launch::kAfterCutOff},
    {"eu-south-2", Partition::kAws, "2022-11-16", Launch::kAfterCutOff},
    {"eu-west-1", Partition::kAws, "", Launch::kBeforeCutOff},
    {"eu-west-2", Partition::kAws, "", Launch::kBeforeCutOff},
    {"eu-west-3", Partition::kAws, "", Launch::kBeforeCutOff},
    {"eusc-de-east-1", Partition::kSovereignEurope, "2025-04-03", Launch::kUnclear},
    {"il-central-1", Partition::kAws, "2023-08-01", Launch::kAfterCutOff},
    {"me-central-1", Partition::kAws, "2022-08-30", Launch::kAfterCutOff},
    {"me-south-1", Partition::kAws, "2019-07-29", Launch::kAfterCutOff},
    {"mx-central-1", Partition::kAws, "2025-01-14", Launch::kAfterCutOff},
    {"sa-east-1", Partition::kAws, "", Launch::kBeforeCutOff},
    {"us-east-1", Partition::kAws, "", Launch::kBeforeCutOff},
    {"us-east-2", Partition::kAws, "", Launch::kBeforeCutOff},
    {"us-gov-east-1", Partition::kGovCloud, "2018-11-13", Launch::kBeforeCutOff},
    {"us-gov-west-1", Partition::kGovCloud, "", Launch::kBeforeCutOff},
    {"us-iso-east-1", Partition::kIso, "", Launch::kUnclear},
    {"us-iso-west-1", Partition::kIso, "2021-10-12", Launch::kAfterCutOff},
    {"us-isob-east-1", Partition::kIsoB, "", Launch::kUnclear},
    {"us-isob-west-1", Partition::kIsoB, "", Launch::kUnclear},
    {"us-isof-east-1", Partition::kIsoF, "", Launch::kUnclear},
    {"us-isof-south-1", Partition::kIsoF, "", Launch::kUnclear},
    {"us-west-1", Partition::kAws, "", Launch::kBeforeCutOff},
    {"us-west-2", Partition::kAws, "", Launch::kBeforeCutOff},
};

constexpr bool ByName(const Region& region, std::string_view name) { return region.name < name; }

constexpr bool IsConsistent() {
  for (const Region& region : kRegions) {
    if (&region != kRegions && !ByName(*(&region - 1), region.name)) return false;
    if (region.launch == Launch::kUnclear) continue;
    const bool after = !region.listed.empty() && region.listed > kCutOff;
    if (after != (region.launch == Launch::kAfterCutOff)) return false;
  }
  return true;
}
static_assert(IsConsistent(), "kRegions is sorted by name, and each launch follows from its date");

}  // namespace

std::string_view DnsSuffix(Partition partition) {
  switch (partition) {
    case Partition::kAws:
    case Partition::kGovCloud: break;
    case Partition::kChina: return "amazonaws.com.cn";
    case Partition::kIso: return "c2s.ic.gov";
    case Partition::kIsoB: return "sc2s.sgov.gov";
    case Partition::kIsoE: return "cloud.adc-e.uk";
    case Partition::kIsoF: return "csp.hci.ic.gov";
    case Partition::kSovereignEurope: return "amazonaws.eu";
  }
  return "amazonaws.com";
}

std::span<const Region> Regions() { return kRegions; }

const Region* FindRegion(std::string_view name) {
  const Region* region = std::lower_bound(std::begin(kRegions), std::end(kRegions), name, ByName);
  return region != std::end(kRegions) && region->name == name ? region : nullptr;
}

bool RedirectsBetween(std::string_view arrived, std::string_view bucket) {
  const Region* from = FindRegion(arrived);
  const Region* to = FindRegion(bucket);
  return from != nullptr && to != nullptr && from->partition == to->partition &&
         from->launch == Launch::kBeforeCutOff && to->launch == Launch::kBeforeCutOff;
}

}  // namespace countersign
