#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/credentials.h"
#include "policy/policy.h"
#include "presign.h"
#include "protocol/codec.h"
#include "protocol/message.h"
#include "s3/authorization.h"
#include "sigv4/http_request.h"
#include "sigv4/service.h"
#include "sigv4/timestamp.h"
#include "verify.h"

namespace countersign {

// VerifyInput is what Verify needs, with the texts that its context points to.
struct VerifyInput {
  HttpRequest request;
  Timestamp now;
  std::string service;
  std::string region;         // the bucket's; without a bucket, the server's
  std::string server_region;  // where the request arrived
  std::string bucket;         // its name
  PathEncoding path_encoding = PathEncoding::kOnce;
  PathNormalization path_normalization = PathNormalization::kNever;
  std::vector<Credentials> credentials;
  std::vector<std::string> server_hosts;
  std::optional<PolicyDocument> bucket_policy;
  Origin origin;
  BucketOwner owner;
  std::optional<AccessPoint> access_point;
};

// The messages of the protocol in the reference's terms; an error, with its JSON pointer, if a time
// or an address is invalid.
Decoded<Credentials> ToCredentials(CredentialMessage message, const std::string& pointer);
Decoded<PresignRequest> ToPresignRequest(PresignMessage message);
Decoded<VerifyInput> ToVerifyInput(VerifyMessage message);

// ContextOf points into the input.
VerifyContext ContextOf(const VerifyInput& input);

// VerifyWithReference answers a verify message as the reference does.
Decoded<Result<Accepted>> VerifyWithReference(const VerifyMessage& message);

}  // namespace countersign
