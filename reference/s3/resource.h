#pragma once

#include <string>
#include <string_view>

#include "s3/access_point.h"
#include "s3/object_address.h"

namespace countersign {

// BucketPlace is what the ARN of a bucket is made of, besides its name.
struct BucketPlace {
  std::string_view service;
  std::string_view region;
  std::string_view account;                   // that owns it; only S3 Express names it
  const AccessPoint* access_point = nullptr;  // of Outposts: it names the Outpost
};

// BucketResource is what policies call the object of a request, or its bucket:
// `arn:aws:s3:::examplebucket/key`. For S3 Express it is the directory bucket, whatever the key is.
std::string BucketResource(const ObjectAddress& address, const BucketPlace& place);

// AccessPointResource is the same through an access point: `ARN/object/key`. For Object Lambda
// and S3 Express it is the access point, whatever the key is.
std::string AccessPointResource(const ObjectAddress& address, std::string_view service,
                                const AccessPoint& access_point);

}  // namespace countersign
