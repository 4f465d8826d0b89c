#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "presign.h"
#include "sigv4/canonical_request.h"
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

// PublishedParts is the same as the parts of a canonical request.
inline CanonicalRequestParts PublishedParts() {
  static const Target target = SplitTarget(kTarget);
  static const QueryString query = ParseQueryString(target.raw_query);
  static const std::vector<std::string_view> signed_headers = {"host"};
  static const std::vector<HeaderField> headers = {{"Host", std::string(kHost)}};
  return {kMethod, target.raw_path, query, signed_headers, headers, "UNSIGNED-PAYLOAD"};
}

}  // namespace countersign::example
