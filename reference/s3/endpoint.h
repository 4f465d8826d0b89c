#pragma once

#include <string>
#include <string_view>

namespace countersign {

enum class EndpointKind {
  kGlobal,     // s3.amazonaws.com: names no region, and goes to us-east-1 unless DNS knows better
  kRegional,   // names its region: dual-stack, FIPS, access points, VPC endpoints included
  kAnyRegion,  // acceleration, multi-Region access points: finds the bucket wherever it is
  kOther,      // no name of AWS's: a CNAME, a compatible server's
};

// EndpointName is what a Host says of the place that was asked.
struct EndpointName {
  EndpointKind kind = EndpointKind::kOther;
  std::string region;  // where kind is kRegional
  std::string name;    // the bucket, or access point; empty where the path names the bucket
};

// ParseEndpoint takes a Host header apart: any case, a port or none. Total: whatever is no S3
// endpoint's name, website endpoints included, is kOther.
EndpointName ParseEndpoint(std::string_view host);

// BucketEndpoint is the host by which S3 wants a bucket addressed, as it tells in its redirects:
// `examplebucket.s3.eu-west-1.amazonaws.com`.
std::string BucketEndpoint(std::string_view bucket, std::string_view region);

}  // namespace countersign
