#pragma once

#include "presign.h"
#include "sigv4/published_example.h"

namespace countersign::example {

// PublishedRequest is what AWS's published example asks a presigner for. Only tests and benchmarks
// include this.
inline PresignRequest PublishedRequest() {
  PresignRequest request;
  request.now = *ParseAmzDate(kAmzDate);
  request.method = kMethod;
  request.scheme = "https";
  request.host = kHost;
  request.path = kPath;
  request.payload = "UNSIGNED-PAYLOAD";
  request.expires = 86400;
  request.region = "us-east-1";
  request.service = "s3";
  request.credentials.access_key_id = kAccessKeyId;
  request.credentials.secret_access_key = kSecret;
  return request;
}

}  // namespace countersign::example
