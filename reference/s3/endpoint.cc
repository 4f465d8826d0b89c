// The host names of S3: which kind of endpoint a host is, its region and its bucket; and the name
// that S3 gives in redirects. endpoint_check.cc calls it.

#include "s3/endpoint.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "s3/region.h"
#include "sigv4/header_name.h"
#include "sigv4/service.h"

namespace countersign {
namespace {

using Labels = std::vector<std::string_view>;

constexpr std::string_view kDualStack = "dualstack";
constexpr std::string_view kAccelerate = "s3-accelerate";

constexpr std::string_view kFips = "-fips";
constexpr std::string_view kControl = "s3express-control";

// GovCloud shares the suffix of kAws.
constexpr Partition kPartitions[] = {
    Partition::kChina, Partition::kAws,  Partition::kSovereignEurope,
    Partition::kIso,   Partition::kIsoB, Partition::kIsoE,
    Partition::kIsoF,
};

// ServiceOf returns the service of the first label of an endpoint whose region is a label of its
// own: `s3`, `s3-accesspoint-fips`, `s3-outposts`. Empty if no endpoint has such a label.
std::string_view ServiceOf(std::string_view label) {
  // A directory bucket's endpoint names its zone, s3express-usw2-az1; that for operations on the
  // bucket itself is s3express-control.
  //= services/s3-express
  if (label.starts_with("s3express-")) return "s3express";
  if (label.ends_with(kFips)) label.remove_suffix(kFips.size());
  if (label == "s3-accesspoint") return "s3";
  const auto services = S3Services();
  const auto found = std::find(services.begin(), services.end(), label);
  // There is no s3express without a zone.
  return found == services.end() || *found == "s3express" ? std::string_view() : *found;
}

// WithoutSuffix removes a partition's DNS suffix; nullopt if the host has none of them.
std::optional<std::pair<std::string_view, Partition>> WithoutSuffix(std::string_view host) {
  for (const Partition partition : kPartitions) {
    const std::string_view suffix = DnsSuffix(partition);
    if (host.size() > suffix.size() + 1 && host.ends_with(suffix) &&
        host[host.size() - suffix.size() - 1] == '.') {
      return std::make_pair(host.substr(0, host.size() - suffix.size() - 1), partition);
    }
  }
  return std::nullopt;
}

// LabelsOf lists the labels of a host from the last to the first, because a bucket's name, which
// may contain dots, comes before everything else.
Labels LabelsOf(std::string_view host) {
  Labels labels;
  while (true) {
    const std::size_t dot = host.rfind('.');
    if (dot == std::string_view::npos) break;
    labels.push_back(host.substr(dot + 1));
    host.remove_suffix(host.size() - dot);
  }
  labels.push_back(host);
  return labels;
}

// Tail is the number of labels that belong to the endpoint, and what they mean.
struct Tail {
  std::size_t size;
  EndpointKind kind;
  std::string_view region;
  std::string_view service = "s3";
};

// `s3-us-west-2`, `s3-fips-us-gov-west-1`: the old form, in which the region is not a label of its
// own.
std::optional<Tail> DashTail(std::string_view last) {
  if (last == "s3-external-1") return Tail{1, EndpointKind::kRegional, "us-east-1"};
  for (const std::string_view prefix : {"s3-fips-", "s3-"}) {
    if (last.starts_with(prefix) && FindRegion(last.substr(prefix.size())) != nullptr) {
      return Tail{1, EndpointKind::kRegional, last.substr(prefix.size())};
    }
  }
  return std::nullopt;
}

// Names without a region, which only the aws partition has.
std::optional<Tail> RegionlessTail(const Labels& labels) {
  if (labels[0] == "s3") return Tail{1, EndpointKind::kGlobal, {}};
  if (labels[0] == kAccelerate) return Tail{1, EndpointKind::kAnyRegion, {}};
  if (labels.size() < 2) return std::nullopt;
  const bool dual_stack = labels[0] == kDualStack && labels[1] == kAccelerate;
  const bool multi_region = labels[0] == "s3-global" && labels[1] == "accesspoint";
  if (dual_stack || multi_region) return Tail{2, EndpointKind::kAnyRegion, {}};
  return std::nullopt;
}

// `bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce`: an interface endpoint in a VPC.
std::optional<Tail> VpcTail(const Labels& labels) {
  if (labels.size() < 5 || labels[0] != "vpce" || labels[2] != "s3" ||
      !labels[3].starts_with("vpce-") || (labels[4] != "bucket" && labels[4] != "accesspoint")) {
    return std::nullopt;
  }
  return Tail{5, EndpointKind::kRegional, labels[1]};
}

std::optional<Tail> RegionalTail(const Labels& labels) {
  const std::size_t service = labels.size() > 2 && labels[1] == kDualStack ? 2 : 1;
  if (labels.size() <= service || labels[0].empty()) return std::nullopt;
  const std::string_view name = ServiceOf(labels[service]);
  if (name.empty()) return std::nullopt;
  return Tail{service + 1, EndpointKind::kRegional, labels[0], name};
}

std::optional<Tail> TailOf(const Labels& labels, Partition partition) {
  std::optional<Tail> tail = partition == Partition::kAws ? RegionlessTail(labels) : std::nullopt;
  if (!tail) tail = DashTail(labels[0]);
  if (!tail) tail = VpcTail(labels);
  if (!tail) tail = RegionalTail(labels);
  return tail;
}

}  // namespace

EndpointName ParseEndpoint(std::string_view host) {
  host = host.substr(0, host.find(':'));
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::string lower = LowerCase(host);
  const auto rest = WithoutSuffix(lower);
  if (!rest) return {};
  const Labels labels = LabelsOf(rest->first);
  const std::optional<Tail> tail = TailOf(labels, rest->second);
  if (!tail) return {};
  EndpointName endpoint{tail->kind, std::string(tail->region), {}, tail->service};
  // The text before the endpoint's own labels, dots included.
  //= endpoint/bucket-names-with-dots
  if (labels.size() > tail->size) {
    const std::string_view first_of_tail = labels[tail->size - 1];
    const auto size = static_cast<std::size_t>(first_of_tail.data() - lower.data());
    endpoint.name = lower.substr(0, size - 1);
  }
  return endpoint;
}

bool IsDirectoryBucketControl(std::string_view host) {
  return LowerCase(host.substr(0, kControl.size())) == kControl;
}

std::string BucketEndpoint(std::string_view bucket, std::string_view region) {
  const Region* known = FindRegion(region);
  std::string host(bucket);
  // For us-east-1, S3 still uses the global name.
  host += region == "us-east-1" ? ".s3." : ".s3." + std::string(region) + ".";
  host += DnsSuffix(known == nullptr ? Partition::kAws : known->partition);
  return host;
}

}  // namespace countersign
