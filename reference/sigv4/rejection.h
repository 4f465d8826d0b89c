#pragma once

#include <optional>
#include <string>

#include "sigv4/rule.h"

namespace countersign {

// Redirect is what S3 says about the right place in a 301 or 307 answer.
struct Redirect {
  std::string endpoint;       // element Endpoint: the host that serves the bucket
  std::string bucket;         // element Bucket
  std::string bucket_region;  // header x-amz-bucket-region
  std::string location = {};  // header Location; empty: not sent
};

// Rejection says why an input is refused: the one rule that refuses, and the value that it found.
// If the signature does not match, it also has the texts that led to the computed signature, since
// S3 prints them in its SignatureDoesNotMatch document.
struct Rejection {
  Rule rule;
  std::string detail;  // for people, in S3's words if they are known; never a secret
  std::string canonical_request = {};
  std::string string_to_sign = {};
  std::optional<Redirect> redirect = {};  // present if S3 redirects
};

// Refusal is what a check returns: nullopt if the input may pass.
using Refusal = std::optional<Rejection>;

}  // namespace countersign
