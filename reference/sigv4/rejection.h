#pragma once

#include <optional>
#include <string>

#include "sigv4/rule.h"

namespace countersign {

// Redirect is what S3 tells of the right place beside the message of a 301 or 307.
struct Redirect {
  std::string endpoint;       // element Endpoint: the host that serves the bucket
  std::string bucket;         // element Bucket
  std::string bucket_region;  // header x-amz-bucket-region
  std::string location = {};  // header Location; empty: none is sent
};

// Rejection says why an input is refused: the one rule that refuses, and the offending octets.
// Where the refusal comes after a signature was computed, the stages are here too, since S3 prints
// them in its SignatureDoesNotMatch document.
struct Rejection {
  Rule rule;
  std::string detail;  // for people, in S3's words where those are known; never a secret
  std::string canonical_request = {};
  std::string string_to_sign = {};
  std::optional<Redirect> redirect = {};  // where the refusal is one
};

// Refusal is what a check returns: nothing where the input may pass.
using Refusal = std::optional<Rejection>;

}  // namespace countersign
