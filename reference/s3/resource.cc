// The ARNs of what a request is about, as the policies of buckets and of access points name it.
// authorization.cc calls it.

#include "s3/resource.h"

namespace countersign {
namespace {

constexpr std::string_view kAccessPointPart = "/accesspoint/";

std::string WithObject(std::string arn, const std::string& key) {
  return key.empty() ? arn : arn + "/object/" + key;
}

// `arn:aws:s3-outposts:REGION:ACCOUNT:outpost/ID`, the beginning of its access points' ARNs.
std::string OutpostOf(const AccessPoint& access_point) {
  return access_point.arn.substr(0, access_point.arn.find(kAccessPointPart));
}

}  // namespace

std::string BucketResource(const ObjectAddress& address, const BucketPlace& place) {
  //= policy/resource-of-a-directory-bucket
  if (place.service == "s3express" && !address.bucket.empty()) {
    return "arn:" + std::string(ArnPartition(place.region)) +
           ":s3express:" + std::string(place.region) + ":" + std::string(place.account) +
           ":bucket/" + address.bucket;
  }
  //= policy/resource-on-an-outpost
  if (place.service == "s3-outposts" && place.access_point != nullptr) {
    return WithObject(OutpostOf(*place.access_point) + "/bucket/" + address.bucket, address.key);
  }
  return ArnOf(address, place.region);
}

std::string AccessPointResource(const ObjectAddress& address, std::string_view service,
                                const AccessPoint& access_point) {
  //= policy/resource-of-object-lambda
  //= services/s3-express-access-point
  if (service == "s3-object-lambda" || service == "s3express") return access_point.arn;
  //= policy/access-point-resource
  return WithObject(access_point.arn, address.key);
}

}  // namespace countersign
