#include "s3/endpoint_check.h"

#include <string>

#include "s3/endpoint.h"
#include "s3/region.h"

namespace countersign {
namespace {

// S3's old name for us-east-1, as a bucket's location, is none.
std::string LocationConstraint(std::string_view region) {
  return region == "us-east-1" ? "unspecified" : std::string(region);
}

std::string TellEndpoint(const Arrival& arrival) {
  return " Endpoint: " + BucketEndpoint(arrival.bucket, arrival.bucket_region) + ".";
}

}  // namespace

Refusal CheckEndpoint(const Arrival& arrival) {
  // Where DNS has already found the bucket's region, the name of the endpoint does not matter.
  //= endpoint/global-already-routed
  if (arrival.server_region == arrival.bucket_region) return std::nullopt;
  const Endpoint endpoint = ParseEndpoint(arrival.host);
  //= endpoint/any-region
  if (endpoint.kind == EndpointKind::kAnyRegion) return std::nullopt;
  //= endpoint/newer-region
  //= endpoint/other-partition
  if (!RedirectsBetween(arrival.server_region, arrival.bucket_region)) {
    return Rejection{Rule::kLocationConstraint,
                     "The " + LocationConstraint(arrival.bucket_region) +
                         " location constraint is incompatible for the region specific endpoint "
                         "this request was sent to."};
  }
  //= endpoint/temporary-redirect
  if (endpoint.kind == EndpointKind::kGlobal && !endpoint.name.empty()) {
    return Rejection{Rule::kTemporaryRedirect,
                     "Please re-send this request to the specified temporary endpoint. Continue to "
                     "use the original request endpoint for future requests." +
                         TellEndpoint(arrival)};
  }
  //= endpoint/permanent-redirect
  //= endpoint/global-path-style
  return Rejection{Rule::kPermanentRedirect,
                   "The bucket you are attempting to access must be addressed using the specified "
                   "endpoint. Please send all future requests to this endpoint." +
                       TellEndpoint(arrival)};
}

}  // namespace countersign
