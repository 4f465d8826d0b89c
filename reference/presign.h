#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "policy/credentials.h"
#include "sigv4/derivation.h"
#include "sigv4/http_request.h"
#include "sigv4/result.h"
#include "sigv4/service.h"
#include "sigv4/signature.h"
#include "sigv4/timestamp.h"

namespace countersign {

// PresignRequest is what a URL must allow. Texts are bytes; only `path` is percent-encoded.
struct PresignRequest {
  Timestamp now;  // becomes X-Amz-Date
  std::string method;
  std::string scheme;
  std::string host;  // as signed, with ":port" unless it is the scheme's default
  std::string path;  // percent-encoded; empty means "/"
  std::vector<std::pair<std::string, std::string>> query;  // decoded; order and repetition kept
  std::vector<HeaderField> headers;                        // all signed; host is implied
  std::string payload;                                     // UNSIGNED-PAYLOAD or 64 hex digits
  std::int64_t expires = 0;                                // seconds, possibly out of range
  std::string region;                                      // AWS4-HMAC-SHA256 only
  std::vector<std::string> region_set;                     // AWS4-ECDSA-P256-SHA256 only
  std::string service;
  std::string algorithm = "AWS4-HMAC-SHA256";  // X-Amz-Algorithm
  PathEncoding path_encoding = PathEncoding::kOnce;
  PathNormalization path_normalization = PathNormalization::kNever;
  Credentials credentials;
};

struct PresignedUrl {
  std::string url;
  std::vector<HeaderField> headers;  // what the holder must send besides Host
  Derivation derivation;
};

// Presign makes the URL, or names the rule that forbids it: a lifetime that is outside 1 to 604800
// seconds, longer than the credential's kind allows (s3/credential_limits.h) or past its end; input
// that no request can carry.
Result<PresignedUrl> Presign(const PresignRequest& request);

// The steps of Presign, after CheckPresignInput and CheckLifetime (presign_input.h).

// NamesToSign lists host and the requested headers in lower case, sorted, each once.
std::vector<std::string> NamesToSign(const std::vector<HeaderField>& headers);

// UnsignedUrl is the whole URL except its last parameter, X-Amz-Signature.
std::string UnsignedUrl(const PresignRequest& request, const std::vector<std::string>& names);

// SignUrl signs an unsigned URL as a verifier will read it, and appends the signature. It refuses a
// payload that differs from the one that the headers or the query declare.
Result<PresignedUrl> SignUrl(std::string unsigned_url, const PresignRequest& request,
                             const std::vector<std::string>& names, const DeriveStep& derive);

}  // namespace countersign
