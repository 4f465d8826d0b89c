#pragma once

#include <string>
#include <string_view>

namespace countersign {

enum class EndpointKind {
  kGlobal,     // s3.amazonaws.com: names no region; DNS leads to us-east-1 or to the bucket's
  kRegional,   // names its region: dual-stack, FIPS, access points, VPC endpoints included
  kAnyRegion,  // acceleration, multi-Region access points: finds the bucket wherever it is
  kOther,      // not a name of AWS: a CNAME, or a compatible server
};

// EndpointName is what a Host header says about the endpoint.
struct EndpointName {
  EndpointKind kind = EndpointKind::kOther;
  std::string region;             // if kind is kRegional
  std::string name;               // the bucket or access point; empty if the path names the bucket
  std::string_view service = {};  // that the scope must name; empty if kind is kOther
};

// ParseEndpoint reads a Host header, in any case, with or without a port. A host that is not an S3
// endpoint is kOther; so are website endpoints.
EndpointName ParseEndpoint(std::string_view host);

// IsDirectoryBucketControl tells whether a host is the endpoint for operations on directory buckets
// themselves, such as s3express-control.us-west-2.amazonaws.com.
bool IsDirectoryBucketControl(std::string_view host);

// BucketEndpoint is the host that S3 names for a bucket in its redirects:
// `examplebucket.s3.eu-west-1.amazonaws.com`.
std::string BucketEndpoint(std::string_view bucket, std::string_view region);

}  // namespace countersign
