// Requests that arrive in another region than their bucket's: S3 redirects them or refuses them,
// before it looks at the signature. Step "place" of verify.cc.

#include "s3/endpoint_check.h"

#include <string>
#include <utility>

#include "s3/endpoint.h"
#include "s3/region.h"

namespace countersign {
namespace {

// The location constraint of us-east-1 is empty, which S3 calls "unspecified".
std::string LocationConstraint(std::string_view region) {
  return region == "us-east-1" ? "unspecified" : std::string(region);
}

// A regional name leads to its own region. For any other name, the region is the one of the server
// that received the request.
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

// Clients follow a 307. Only the host differs in Location: the query is copied as it came, and has
// not been verified.
Rejection Temporary(const Arrival& arrival) {
  Rejection rejection =
      Redirecting(Rule::kTemporaryRedirect,
                  "Please re-send this request to the specified temporary endpoint. Continue to "
                  "use the original request endpoint for future requests.",
                  arrival);
  // A target that does not begin with a slash would change the host's name.
  if (arrival.target.starts_with('/')) {
    rejection.redirect->location = std::string(arrival.scheme) + "://" +
                                   rejection.redirect->endpoint + std::string(arrival.target);
  }
  return rejection;
}

// A 301 of S3 has no Location: a person has to change the signer's configuration.
Rejection Permanent(const Arrival& arrival) {
  return Redirecting(Rule::kPermanentRedirect,
                     "The bucket you are attempting to access must be addressed using the "
                     "specified endpoint. Please send all future requests to this endpoint.",
                     arrival);
}

}  // namespace

Refusal CheckEndpoint(const Arrival& arrival) {
  // If the request arrived in the bucket's region, the name of the endpoint does not matter.
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
  if (endpoint.kind == EndpointKind::kGlobal && !endpoint.name.empty()) return Temporary(arrival);
  //= endpoint/permanent-redirect
  //= endpoint/global-path-style
  return Permanent(arrival);
}

}  // namespace countersign
