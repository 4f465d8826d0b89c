#pragma once

#include <span>
#include <string_view>

namespace countersign {

// Partition is a set of regions that has its own accounts, keys and DNS names.
enum class Partition {
  kAws,
  kChina,
  kGovCloud,
  kIso,
  kIsoB,
  kIsoE,
  kIsoF,
  kSovereignEurope,
};

// DnsSuffix is the end of the host names of a partition's endpoints.
std::string_view DnsSuffix(Partition partition);

// Launch is the side of 2019-03-20 on which a region was launched. Regions from before it redirect
// requests that arrived at the wrong place; later ones refuse them (S3 user guide, "Request
// redirection and the REST API").
enum class Launch {
  kBeforeCutOff,
  kAfterCutOff,
  kUnclear,  // no case may depend on it
};

struct Region {
  std::string_view name;
  Partition partition;
  std::string_view
      listed;  // yyyy-MM-dd, first day in botocore's endpoints.json; empty: see Regions
  Launch launch;
};

// Regions lists every region known here, sorted by name. The regions from before the cut-off are in
// the endpoints.json of botocore 1.12.115, of 2019-03-14; most of them have no date here.
std::span<const Region> Regions();

// FindRegion returns nullptr if no region of that name is known.
const Region* FindRegion(std::string_view name);

// RedirectsBetween tells whether a request that arrived in one region for a bucket in another is
// redirected: both regions are of one partition and from before the cut-off. An unknown region
// counts as a later one.
bool RedirectsBetween(std::string_view arrived, std::string_view bucket);

}  // namespace countersign
