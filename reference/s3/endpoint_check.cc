#include "s3/endpoint_check.h"

#include <string>
#include <utility>

#include "s3/endpoint.h"
#include "s3/region.h"

namespace countersign {
namespace {

// S3's old name for us-east-1, as a bucket's location, is none.
std::string LocationConstraint(std::string_view region) {
  return region == "us-east-1" ? "unspecified" : std::string(region);
}

// A regional name leads to its own region, however it is spelled; where any other name has led,
// only the server that was asked can tell.
std::string_view ArrivedIn(const EndpointName& endpoint, const Arrival& arrival) {
  //= endpoint/resolves-to-its-region
  return endpoint.kind == EndpointKind::kRegional ? endpoint.region : arrival.server_region;
}

Rejection Incompatible(const Arrival& arrival) {
  return {Rule::kLocationConstraint,
          "The " + LocationConstraint(arrival.bucket_region) +
              " location constraint is incompatible for the region specific endpoint this request "
              "was sent to."};
}

Rejection Redirecting(Rule rule, std::string message, const Arrival& arrival) {
  Rejection rejection{rule, std::move(message)};
  rejection.redirect = Redirect{BucketEndpoint(arrival.bucket, arrival.bucket_region),
                                std::string(arrival.bucket), std::string(arrival.bucket_region)};
  return rejection;
}

// Clients follow a 307 by themselves. Nothing but the host is another: the query travels on as it
// came, not verified.
Rejection ForNow(const Arrival& arrival) {
  Rejection rejection =
      Redirecting(Rule::kTemporaryRedirect,
                  "Please re-send this request to the specified temporary endpoint. Continue to "
                  "use the original request endpoint for future requests.",
                  arrival);
  // A target that is no path would complete the name of the host.
  if (arrival.target.starts_with('/')) {
    rejection.redirect->location = std::string(arrival.scheme) + "://" +
                                   rejection.redirect->endpoint + std::string(arrival.target);
  }
  return rejection;
}

// No Location: S3 wants somebody to read this, and to change what signs.
Rejection ForGood(const Arrival& arrival) {
  return Redirecting(Rule::kPermanentRedirect,
                     "The bucket you are attempting to access must be addressed using the "
                     "specified endpoint. Please send all future requests to this endpoint.",
                     arrival);
}

}  // namespace

Refusal CheckEndpoint(const Arrival& arrival) {
  // Where DNS has already found the bucket's region, the name of the endpoint does not matter.
  //= endpoint/global-already-routed
  if (arrival.server_region == arrival.bucket_region) return std::nullopt;
  const EndpointName endpoint = ParseEndpoint(arrival.host);
  //= endpoint/any-region
  if (endpoint.kind == EndpointKind::kAnyRegion) return std::nullopt;
  //= endpoint/newer-region
  //= endpoint/other-partition
  if (!RedirectsBetween(ArrivedIn(endpoint, arrival), arrival.bucket_region)) {
    return Incompatible(arrival);
  }
  //= endpoint/temporary-redirect
  if (endpoint.kind == EndpointKind::kGlobal && !endpoint.name.empty()) return ForNow(arrival);
  //= endpoint/permanent-redirect
  //= endpoint/global-path-style
  return ForGood(arrival);
}

}  // namespace countersign
