#pragma once

#include <span>
#include <string>

#include "policy/credentials.h"
#include "policy/policy.h"
#include "s3/authorization.h"
#include "sigv4/derivation.h"
#include "sigv4/http_request.h"
#include "sigv4/result.h"
#include "sigv4/service.h"
#include "sigv4/timestamp.h"

namespace countersign {

// VerifyContext is everything a verifier knows besides the request.
struct VerifyContext {
  Timestamp now;
  std::string service;  // of this endpoint; the scope must name it
  std::string region;   // of the bucket; the scope must name it
  PathEncoding path_encoding = PathEncoding::kOnce;
  PathNormalization path_normalization = PathNormalization::kNever;
  std::span<const Credentials> credentials;
  std::string server_region = {};  // where the request arrived; empty: the bucket's region
  std::string bucket = {};         // its name
  std::span<const std::string> server_hosts = {};  // this endpoint's own names
  const PolicyDocument* bucket_policy = nullptr;
  Origin origin = {};
  const BucketOwner* owner = nullptr;
  const AccessPoint* access_point = nullptr;
};

struct Accepted {
  std::string principal;  // the access key id
  Derivation derivation;
};

// Verify answers a presigned request as S3 does, in its order of checks: accepted, or the first
// rule that refuses.
Result<Accepted> Verify(const HttpRequest& request, const VerifyContext& context);

}  // namespace countersign
